"""The client libraries that are known, as a table: what they lead to, and where a call says which one.

Columns: the client for people; the dotted names it starts at; the kind; the calls that use it (`+` all that usually
read, write, send or receive on this kind, `*` any); where the name of the resource stands; where the key stands. A name
stands in `host` (an argument of the call itself), `Redis(host@0)` (an argument of the call `Redis` on the way, by
name or place), `url@0` (by name or place), or is `=literal`; the first that is given counts. A number alone is a place.
`!timeout@2` says that a call without this argument waits for ever. `call[literal]` in a dotted name is a call given that text.
"""

CLIENTS = """
requests | requests.get requests.options requests.head requests.post requests.put requests.patch requests.delete |
    http | + | url@0 !timeout | -
requests | requests.request | http | + | url@1 !timeout | -
requests | requests.Session requests.session requests.sessions.Session | http | + | url@0 !timeout | -
requests | requests.Session.request requests.sessions.Session.request requests.session.request | http | request |
    url@1 !timeout | -
requests | requests_hardened.HTTPSession requests_hardened.Manager | http | + send_request | url@0 | -
requests | requests_hardened.HTTPSession.request requests_hardened.Manager.request
    requests_hardened.HTTPSession.send_request requests_hardened.Manager.send_request | http | request send_request |
    url@1 | -
requests | requests_oauthlib.OAuth1Session requests_oauthlib.OAuth2Session requests_toolbelt.sessions.BaseUrlSession |
    http | + | url@0 BaseUrlSession(base_url@0) | -
requests | requests_futures.sessions.FuturesSession | http | + | url@0 | -
OAuth client | authlib.integrations.requests_client authlib.integrations.httpx_client | http | + fetch_token
    refresh_token | url@0 | -
httpx | httpx.get httpx.options httpx.head httpx.post httpx.put httpx.patch httpx.delete | http | + | url@0 | -
httpx | httpx.request httpx.stream | http | request stream | url@1 | -
httpx | httpx.Client httpx.AsyncClient | http | + | Client(base_url) AsyncClient(base_url) url@0 | -
httpx | httpx.Client.request httpx.AsyncClient.request httpx.Client.stream httpx.AsyncClient.stream | http | request
    stream | Client(base_url) AsyncClient(base_url) url@1 | -
aiohttp | aiohttp.ClientSession | http | + ws_connect | ClientSession(base_url@0) url@0 | -
aiohttp | aiohttp.ClientSession.request aiohttp.request | http | request | url@1 | -
urllib | urllib.request urllib2 six.moves.urllib.request | http | urlopen urlretrieve | url@0 fullurl@0 !timeout@2 | -
urllib | urllib.urlopen urllib.urlretrieve | http | + | url@0 !timeout@9 | -
urllib3 | urllib3.PoolManager urllib3.ProxyManager urllib3.HTTPConnectionPool urllib3 | http | request urlopen | url@1
    HTTPConnectionPool(host@0) | -
http.client | http.client.HTTPConnection http.client.HTTPSConnection httplib.HTTPConnection httplib.HTTPSConnection
    six.moves.http_client.HTTPConnection six.moves.http_client.HTTPSConnection | http | request |
    HTTPConnection(host@0) HTTPSConnection(host@0) | -
httplib2 | httplib2.Http | http | request | uri@0 | -
Tornado client | tornado.httpclient.AsyncHTTPClient tornado.httpclient.HTTPClient | http | fetch | request@0 | -
treq | treq | http | + | url@0 | -
GraphQL client | gql.transport.requests.RequestsHTTPTransport gql.transport.aiohttp.AIOHTTPTransport | http |
    RequestsHTTPTransport AIOHTTPTransport | url@0 | -
SOAP | zeep.Client zeep.AsyncClient suds.client.Client | http | * Client | Client(wsdl@0) Client(url@0) | -
XML-RPC | xmlrpc.client.ServerProxy xmlrpclib.ServerProxy six.moves.xmlrpc_client.ServerProxy | rpc | * ServerProxy |
    ServerProxy(uri@0) | -
websocket | websockets websocket | http | connect create_connection | uri@0 url@0 | -
gRPC | grpc grpc.aio | rpc | insecure_channel secure_channel | target@0 | -
oslo.messaging | oslo_messaging.RPCClient oslo_messaging.get_rpc_client | rpc | cast call | RPCClient(target@1) | -
oslo.messaging | oslo_messaging.Notifier oslo_messaging.notify.notifier.Notifier | queue | + info debug warn warning
    error critical audit sample | Notifier(topics) Notifier(topic) | -
Nova | novaclient | http | * | =client | -
Keystone | keystoneclient | http | * | =client | -
Cinder | cinderclient | http | * | =client | -
Neutron | neutronclient | http | * | =client | -
Glance | glanceclient | http | * | =client | -
Heat | heatclient | http | * | =client | -
Ironic | ironicclient | http | * | =client | -
OpenStack SDK | openstack.connect | http | * | =client | -
Swift | swiftclient | files | + get_object put_object delete_object head_object get_container put_container
    post_object head_container delete_container | container@0 container@2 | -

Django cache | django.core.cache.cache | cache | + | =default | key@0
Django cache | django.core.cache.caches django.core.cache.get_cache | cache | + | caches(0) get_cache(0) | key@0
Django cache | django.views.decorators.cache.cache_page | cache | cache_page | cache =default | -
Flask cache | flask_caching.Cache flask_cache.Cache | cache | + cached memoize | =default | key@0 key_prefix
dogpile.cache | dogpile.cache.make_region | cache | + cache_on_arguments get_or_create | make_region(name@0) | key@0
memcached | pymemcache pylibmc.Client memcache.Client bmemcached.Client pymemcache.client.base.Client
    pymemcache.client.hash.HashClient | cache | + | Client(server@0) Client(servers@0) HashClient(servers@0) | key@0
aiocache | aiocache.Cache aiocache.caches | cache | + | Cache(endpoint) | key@0
cacheops | cacheops | cache | cached cached_as invalidate_model invalidate_obj invalidate_all | =default | -
Redis | redis redis.asyncio aioredis rediscluster fakeredis coredis | key-value | + | Redis(host@0)
    StrictRedis(host@0) RedisCluster(host) from_url(url@0) ConnectionPool(host) ConnectionPool.from_url(url@0)
    create_redis_pool(0) | name@0 key@0
Redis | django_redis.get_redis_connection django_redis.pool.get_redis_connection | key-value | + |
    get_redis_connection(alias@0) =default | name@0
Redis | flask_redis.FlaskRedis walrus.Database walrus.Walrus | key-value | + | Database(host@0) | name@0
etcd | etcd.Client etcd3.client etcd3.Client | key-value | + | Client(host@0) client(host@0) | key@0
Consul | consul.Consul | key-value | + | Consul(host@0) | key@0
Vault | hvac.Client | key-value | * | Client(url@0) | path
RocksDB | plyvel rocksdb lmdb | key-value | + | DB(name@0) open(path@0) | -
DynamoDB | boto3.client[dynamodb] | key-value | + get_item put_item update_item delete_item query scan batch_get_item
    batch_write_item transact_write_items | TableName | -
DynamoDB | boto3.resource[dynamodb] | key-value | + get_item put_item update_item delete_item query scan batch_writer
    | Table(name@0) | -

S3 | boto3.client[s3] | files | + | Bucket bucket_name | Key key
S3 | boto3.client[s3].upload_file boto3.client[s3].upload_fileobj | files | upload_file upload_fileobj | Bucket@1 |
    Key@2
S3 | boto3.client[s3].download_file boto3.client[s3].download_fileobj | files | download_file download_fileobj |
    Bucket@0 | Key@1
S3 | boto3.client[s3].generate_presigned_url boto3.client[s3].generate_presigned_post | files | + | Bucket@0 | Key
S3 | boto3.resource[s3] | files | + | Bucket(name@0) Object(bucket_name@0) ObjectSummary(0) | Object(key@1) Object(0)
    Key key
S3 | boto.s3.connection.S3Connection boto.connect_s3 | files | + get_bucket create_bucket new_key
    set_contents_from_string set_contents_from_file | get_bucket(0) create_bucket(0) | -
S3 | s3fs.S3FileSystem minio.Minio | files | + | bucket_name@0 Minio(endpoint@0) | object_name@1
Google Cloud Storage | google.cloud.storage gcloud.storage | files | + | get_bucket(0) bucket(0) Client.bucket(0) |
    blob(0) get_blob(0)
Azure Blob Storage | azure.storage.blob | files | + | get_container_client(0) get_blob_client(container@0)
    ContainerClient(container_name) BlobClient(container_name) | get_blob_client(blob@1) blob
Glance store | glance_store | files | add get delete add_to_backend get_from_backend delete_from_backend
    add_with_multihash set_acls | =glance_store | -
Django storage | django.core.files.storage.default_storage | files | + | =default | name@0
Django storage | django.core.files.storage.storages django.core.files.storage.get_storage_class | files | + |
    storages(0) get_storage_class(0) | name@0
Django storage | django.core.files.storage.FileSystemStorage storages.backends storages.backends.s3boto3
    storages.backends.s3 storages.backends.gcloud | files | + | FileSystemStorage(location@0) bucket_name | name@0
Django storage | django.contrib.staticfiles.storage.staticfiles_storage | files | + | =staticfiles | name@0
file field | django.db.models.FileField django.db.models.ImageField django.db.models.fields.files.FileField
    django.db.models.fields.files.ImageField | files | FileField ImageField | storage =default | upload_to@2
file field | versatileimagefield.fields.VersatileImageField sorl.thumbnail.ImageField sorl.thumbnail.fields.ImageField
    easy_thumbnails.fields.ThumbnailerImageField imagekit.models.ProcessedImageField
    filebrowser.fields.FileBrowseField cloudinary.models.CloudinaryField | files | VersatileImageField ImageField
    ThumbnailerImageField ProcessedImageField FileBrowseField CloudinaryField | storage =default | upload_to
fsspec | fsspec | files | open filesystem get_mapper | 0 | -
HDFS | hdfs.InsecureClient pyarrow.hdfs | files | + | InsecureClient(url@0) | -
Cloudinary | cloudinary.uploader cloudinary.api | files | * | =cloudinary | -

MongoDB | pymongo.MongoClient pymongo motor.motor_asyncio.AsyncIOMotorClient motor.motor_tornado.MotorClient |
    documents | + | MongoClient(host@0) AsyncIOMotorClient(host@0) MotorClient(host@0) | -
MongoDB | flask_pymongo.PyMongo | documents | + | PyMongo(uri@1) | -
MongoEngine | mongoengine.Document mongoengine.DynamicDocument mongoengine.EmbeddedDocument flask_mongoengine.Document
    beanie.Document | documents | class | class | -
CouchDB | couchdb.Server couchdb.client.Server cloudant.client.CouchDB | documents | + | Server(url@0) | -
Cassandra | cassandra.cluster.Cluster | documents | execute execute_async prepare connect | Cluster(contact_points@0)
    connect(keyspace@0) | -
Neo4j | neo4j.GraphDatabase.driver py2neo.Graph neo4j.GraphDatabase | documents | run execute_query session |
    driver(uri@0) Graph(0) | -
InfluxDB | influxdb.InfluxDBClient influxdb_client.InfluxDBClient | documents | + query write_points write query_api
    write_api | InfluxDBClient(database) InfluxDBClient(host@0) InfluxDBClient(url@0) | -
Firestore | google.cloud.firestore google.cloud.datastore | documents | + | collection(0) | document(0)
BigQuery | google.cloud.bigquery | documents | query insert_rows insert_rows_json load_table_from_uri get_table
    create_table | table@0 =bigquery | -

Elasticsearch | elasticsearch.Elasticsearch elasticsearch.AsyncElasticsearch elasticsearch.helpers | search | + |
    index | -
Elasticsearch | elasticsearch_dsl.Search elasticsearch_dsl.search.Search | search | execute scan count filter query |
    Search(index) index | -
Elasticsearch | elasticsearch_dsl.Document elasticsearch_dsl.DocType django_elasticsearch_dsl.Document
    django_elasticsearch_dsl.DocType | search | class + search | class | -
Elasticsearch | elasticsearch_dsl.Index django_elasticsearch_dsl.Index | search | + Index create save exists refresh |
    Index(name@0) | -
OpenSearch | opensearchpy.OpenSearch opensearchpy.AsyncOpenSearch opensearchpy.helpers | search | + | index | -
Haystack | haystack.query.SearchQuerySet | search | SearchQuerySet | using =default | -
Haystack | haystack.indexes.SearchIndex haystack.indexes.ModelSearchIndex | search | class | =default | -
Solr | pysolr.Solr | search | + | Solr(url@0) | -
Algolia | algoliasearch algoliasearch_django | search | + init_index save_objects partial_update_objects reindex_all
    raw_search update_records | init_index(0) | -
Meilisearch | meilisearch.Client | search | + get_index index add_documents update_documents | index(0) get_index(0) |
    -
Typesense | typesense.Client | search | * | =typesense | -
Whoosh | whoosh.index | search | open_dir create_in | 0 | -

Celery | celery.Celery celery.app.Celery | queue | send_task | queue =celery | 0
Celery | celery.shared_task celery.task celery.app.task celery.Celery.task | queue | shared_task task | queue =celery
    | name
Celery | celery.current_app.send_task celery.execute.send_task | queue | send_task | queue =celery | name@0
kombu | kombu kombu.Producer kombu.Connection kombu.messaging | queue | + Queue Exchange | Queue(name@0)
    Exchange(name@0) routing_key exchange | -
RabbitMQ | pika aio_pika aiormq amqp | queue | + | queue exchange routing_key | -
Kafka | kafka confluent_kafka aiokafka | queue | + | topic@0 KafkaConsumer(0) AIOKafkaConsumer(0) topics@0 | -
NATS | nats stan.aio.client nats.aio.client | queue | + | subject@0 | -
MQTT | paho.mqtt paho.mqtt.client paho.mqtt.publish aiomqtt asyncio_mqtt | queue | + single multiple | topic@0 | -
ZeroMQ | zmq | queue | connect bind | 0 | -
RQ | rq.Queue django_rq.get_queue | queue | enqueue enqueue_in enqueue_at enqueue_call enqueue_many | Queue(name@0)
    get_queue(name@0) =default | -
RQ | django_rq.enqueue django_rq.get_scheduler django_rq.get_worker | queue | enqueue get_worker | get_worker(0)
    =default | -
RQ | django_rq.job rq.decorators.job | queue | job | queue@0 =default | -
Dramatiq | dramatiq.actor | queue | actor | queue_name =default | actor_name
Huey | huey.RedisHuey huey.SqliteHuey huey.contrib.djhuey | queue | task periodic_task db_task db_periodic_task |
    RedisHuey(name@0) =huey | -
Channels | channels.layers.get_channel_layer | queue | group_send send group_add group_discard receive |
    get_channel_layer(alias@0) =default | 0
SQS | boto3.client[sqs] | queue | + | QueueName QueueUrl | -
SQS | boto3.resource[sqs] | queue | + send_messages | get_queue_by_name(QueueName@0) Queue(url@0)
    create_queue(QueueName@0) | -
SNS | boto3.client[sns] boto3.resource[sns] | queue | + | TopicArn Topic(arn@0) PhoneNumber TargetArn | -
EventBridge | boto3.client[events] | queue | put_events | =EventBridge | -
Kinesis | boto3.client[kinesis] boto3.client[firehose] | queue | + put_record put_records put_record_batch get_records
    | StreamName DeliveryStreamName | -
Pub/Sub | google.cloud.pubsub google.cloud.pubsub_v1 | queue | + | topic@0 topic_path(1) subscription@0
    subscription_path(1) | -
Cloud Tasks | google.cloud.tasks google.cloud.tasks_v2 | queue | create_task | parent queue_path(2) | -
Azure Service Bus | azure.servicebus azure.storage.queue azure.eventhub | queue | + send_messages receive_messages
    send_batch | get_queue_sender(queue_name@0) get_queue_receiver(queue_name@0) get_topic_sender(topic_name@0)
    QueueClient(queue_name) | -

AWS Lambda | boto3.client[lambda] | rpc | invoke invoke_async | FunctionName | -
Step Functions | boto3.client[stepfunctions] | rpc | start_execution | stateMachineArn | -
AWS secrets | boto3.client[secretsmanager] boto3.client[ssm] | key-value | get_secret_value get_parameter
    get_parameters put_parameter put_secret_value | SecretId@0 Name =secrets | -
SES | boto3.client[ses] boto3.client[sesv2] | mail | send_email send_raw_email send_templated_email | =SES | -
Cognito | boto3.client[cognito-idp] | http | * | =cognito-idp | -
AWS | boto3.client boto3.resource | http | * | client(service_name@0) resource(service_name@0) | -
Google API | googleapiclient.discovery.build apiclient.discovery.build | http | execute build | build(serviceName@0) |
    -

Django mail | django.core.mail | mail | send_mail send_mass_mail mail_admins mail_managers EmailMessage.send
    EmailMultiAlternatives.send send_messages get_connection | =default | -
Django mail | django.core.mail.EmailMessage django.core.mail.EmailMultiAlternatives
    django.core.mail.message.EmailMessage django.core.mail.message.EmailMultiAlternatives
    templated_email.send_templated_mail anymail.message.AnymailMessage | mail | send send_templated_mail | =default |
    -
Flask mail | flask_mail.Mail | mail | send send_message | =default | -
SMTP | smtplib.SMTP smtplib.SMTP_SSL aiosmtplib | mail | send sendmail send_message | SMTP(host@0) SMTP_SSL(host@0) |
    -
SendGrid | sendgrid | mail | send post | =SendGrid | -
Mailgun | mailgun | mail | * | =Mailgun | -
Mailchimp | mailchimp_marketing mailchimp mailchimp3 mailchimp_transactional | mail | * | =Mailchimp | -
Postmark | postmarker.core.PostmarkClient | mail | * | =Postmark | -
mailbox | imaplib.IMAP4 imaplib.IMAP4_SSL poplib.POP3 poplib.POP3_SSL imapclient.IMAPClient | mail | fetch search
    select login list retr append store copy | IMAP4(host@0) IMAP4_SSL(host@0) POP3(host@0) POP3_SSL(host@0)
    IMAPClient(host@0) | -

Twilio | twilio.rest.Client twilio.rest.TwilioRestClient | messages | create fetch list update | =Twilio | -
Vonage | vonage nexmo | messages | * | =Vonage | -
Slack | slack_sdk slack slackclient slacker | messages | chat_postMessage send api_call files_upload post_message |
    =Slack | -
Telegram | telegram telebot | messages | send_message send_photo send_document | =Telegram | -
Firebase messaging | firebase_admin.messaging pyfcm.FCMNotification | messages | send send_multicast send_each
    notify_single_device notify_multiple_devices | =Firebase | -
Web push | pywebpush | messages | webpush | =web push | -
Intercom | intercom | messages | * | =Intercom | -
Discord | discord_webhook | messages | execute | =Discord | -

Stripe | stripe | payment | + | =Stripe | -
Braintree | braintree | payment | * | =Braintree | -
PayPal | paypalrestsdk paypal paypalcheckoutsdk | payment | * | =PayPal | -
Adyen | Adyen | payment | * | =Adyen | -
Razorpay | razorpay | payment | * | =Razorpay | -
Mollie | mollie.api.client | payment | * | =Mollie | -
Square | square.client squareup | payment | * | =Square | -
Authorize.Net | authorizenet | payment | * | =Authorize.Net | -
Klarna | klarna | payment | * | =Klarna | -

GitHub | github.Github github3 ghapi | http | * | =GitHub | -
GitLab | gitlab.Gitlab | http | * | =GitLab | -
Jira | jira.JIRA | http | * | JIRA(server@0) =Jira | -
Twitter | tweepy twitter.Api | http | * | =Twitter | -
Facebook | facebook_business facebook.GraphAPI | http | * | =Facebook | -
Salesforce | simple_salesforce | http | query create update upsert delete | =Salesforce | -
HubSpot | hubspot | http | * | =HubSpot | -
OpenAI | openai | http | create generate embed | =OpenAI | -
Anthropic | anthropic.Anthropic anthropic.AsyncAnthropic | http | create stream | =Anthropic | -
Avatax | avalara avatax | http | * | =Avatax | -
TaxJar | taxjar.Client | http | * | =TaxJar | -
Kubernetes | kubernetes.client kubernetes.config kubernetes_asyncio | http | * | =Kubernetes | -
Docker | docker.from_env docker.DockerClient docker.APIClient docker.Client | http | * | =Docker | -
Consul KV | consul.aio | key-value | * | =Consul | -
Unleash | UnleashClient.UnleashClient ldclient | http | is_enabled variation | =feature flags | -

LDAP | ldap.initialize ldap3.Connection ldap3.Server ldap.ldapobject | directory | + initialize Connection |
    initialize(uri@0) Server(host@0) Connection(server@0) | -
FTP | ftplib.FTP ftplib.FTP_TLS | host | + FTP FTP_TLS | FTP(host@0) FTP_TLS(host@0) | -
SSH | paramiko.SSHClient paramiko.Transport paramiko.SFTPClient fabric.Connection pysftp.Connection asyncssh | host |
    + connect | connect(hostname@0) Connection(host@0) Transport(sock@0) | -
Telnet | telnetlib.Telnet telnetlib3 | host | Telnet open read_until write | Telnet(host@0) | -
socket | socket.create_connection asyncio.open_connection | host | create_connection open_connection | address@0
    host@0 | -
NAPALM | napalm.get_network_driver netmiko.ConnectHandler | host | * | ConnectHandler(host) | -
Git host | git.Repo dulwich.porcelain | host | clone_from clone fetch push pull | source@0 url@0 | -

subprocess | subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen
    subprocess.getoutput subprocess.getstatusoutput eventlet.green.subprocess.Popen gevent.subprocess.Popen | program
    | run call check_call check_output Popen getoutput getstatusoutput | args@0 cmd@0 | -
subprocess | asyncio.create_subprocess_exec asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_exec
    | program | create_subprocess_exec create_subprocess_shell | program@0 cmd@0 | -
os.system | os.system os.popen os.execvp os.spawnvp | program | system popen execvp spawnvp | command@0 cmd@0 file@0 |
    -
oslo processutils | oslo_concurrency.processutils | program | execute ssh_execute | 0 | -
"""

VERBS = """
http reads get head options urlopen urlretrieve
http sends post put patch delete
http uses request send ws_connect stream fetch_token refresh_token fetch_request_token fetch_access_token
rpc sends cast call invoke invoke_async start_execution
cache reads get get_many aget aget_many has_key ahas_key ttl keys iter_keys gets get_multi
cache writes set set_many add delete delete_many delete_pattern clear incr decr touch get_or_set aget_or_set aset
    aset_many
cache writes aadd adelete adelete_many aclear aincr adecr set_multi delete_multi replace append cas invalidate persist
    expire lock
key-value reads get mget hget hgetall hmget hkeys hvals hlen hexists lrange llen lindex smembers sismember scard
    srandmember
key-value reads zrange zrangebyscore zrevrange zrevrangebyscore zscore zrank zcard zcount exists ttl pttl keys scan
    scan_iter
key-value reads get_item query batch_get_item getrange strlen hscan sscan zscan bitcount pfcount get_secret_value
    get_parameter
key-value writes set setex psetex setnx mset msetnx hset hmset hsetnx hdel hincrby hincrbyfloat incr incrby
    incrbyfloat decr decrby
key-value writes delete unlink expire expireat pexpire persist rename lpush rpush lpop rpop lrem ltrim lset blpop
    brpop rpoplpush
key-value writes sadd srem spop smove zadd zrem zincrby zremrangebyscore zremrangebyrank append getset setbit setrange
    pfadd
key-value writes flushdb flushall eval evalsha lock put_item update_item delete_item batch_write_item put
    execute_command xadd
key-value sends publish
key-value receives pubsub subscribe psubscribe xread xreadgroup listen
files reads get_object head_object list_objects list_objects_v2 download_file download_fileobj download_as_string
    download_as_bytes
files reads download_as_text download_to_filename download_to_file download_blob open exists listdir size get_blob
files reads list_blobs get_accessed_time get_created_time get_modified_time get_available_name get filter all load
files reads get_paginator get_container head_container read list_buckets get_object_tagging stat_object fget_object
files writes put_object upload_file upload_fileobj delete_object delete_objects copy_object copy upload_from_string
    upload_from_file
files writes upload_from_filename upload_blob delete_blob delete save put write put_object_acl remove_object
files writes create_bucket delete_bucket create_multipart_upload complete_multipart_upload put_container post_object
    delete_container
files uses url path get_valid_name generate_presigned_url generate_presigned_post make_bucket
files writes copy_from rewrite make_public fput_object compose set_contents_from_string set_contents_from_file upload
    destroy
documents reads find find_one aggregate count_documents estimated_document_count distinct get stream
    list_collection_names query
documents writes insert_one insert_many update_one update_many delete_one delete_many replace_one find_one_and_update
    insert remove
documents writes find_one_and_delete find_one_and_replace bulk_write create_index drop set update add delete save
    write_points write
search reads search msearch get mget count scan exists suggest scroll multi_search raw_search execute
search writes index bulk create update delete delete_by_query update_by_query reindex put_mapping add commit
    parallel_bulk streaming_bulk
search writes add_documents update_documents save_objects save_object partial_update_objects delete_objects
    update_records save
queue sends send publish send_message send_message_batch basic_publish produce send_and_wait enqueue enqueue_in
    enqueue_at enqueue_call
queue sends enqueue_many send_task group_send put_events put_record put_records put_record_batch send_messages
    send_batch create_task
queue receives shared_task task actor job periodic_task db_task db_periodic_task get_worker
queue sends info debug warn warning error critical audit sample single multiple flush
queue receives basic_consume consume receive_message receive_messages poll subscribe pull streaming_pull group_add
    receive basic_get
queue receives get_one getmany getone delete_message start_consuming get_records queue_declare drain_events get
mail sends send_mail send_mass_mail mail_admins mail_managers send sendmail send_message send_messages send_email
    send_raw_email
mail sends send_templated_email send_templated_mail
mail reads fetch search select retr list
messages sends create send send_message chat_postMessage files_upload post_message webpush send_photo send_document
    api_call execute
directory reads search search_s search_ext search_ext_s simple_bind simple_bind_s bind bind_s whoami_s compare_s
directory writes add add_s modify modify_s delete delete_s modify_dn rename_s passwd_s
host reads retrbinary retrlines nlst getfo get download read_until
host writes storbinary storlines put putfo upload mkd write
host sends exec_command run sudo clone_from clone fetch push pull
payment reads retrieve list find search all fetch auto_paging_iter
payment sends create capture refund cancel void sale submit_for_settlement confirm charge update modify delete execute
"""

SETTINGS = """
CACHES | cache | Django cache | keys | LOCATION BACKEND
STORAGES | files | Django storage | keys | BACKEND
DEFAULT_FILE_STORAGE | files | Django storage | =default | value
MEDIA_ROOT | files | Django storage | =default | value
AWS_STORAGE_BUCKET_NAME | files | S3 | value | -
AWS_MEDIA_BUCKET_NAME | files | S3 | value | -
AWS_MEDIA_PRIVATE_BUCKET_NAME | files | S3 | value | -
GS_BUCKET_NAME | files | Google Cloud Storage | value | -
GS_MEDIA_BUCKET_NAME | files | Google Cloud Storage | value | -
AZURE_CONTAINER | files | Azure Blob Storage | value | -
EMAIL_HOST | mail | Django mail | =default | value
EMAIL_BACKEND | mail | Django mail | =default | value
EMAIL_URL | mail | Django mail | =default | value
CELERY_BROKER_URL | queue | Celery | value | -
BROKER_URL | queue | Celery | value | -
broker_url | queue | Celery | value | -
CELERY_BROKER | queue | Celery | value | -
CELERY_RESULT_BACKEND | key-value | Celery | value | -
RQ_QUEUES | queue | RQ | keys | -
DRAMATIQ_BROKER | queue | Dramatiq | =default | -
CHANNEL_LAYERS | queue | Channels | keys | BACKEND
CELERY_QUEUES | queue | Celery | keys | -
HAYSTACK_CONNECTIONS | search | Haystack | keys | ENGINE
ELASTICSEARCH_DSL | search | Elasticsearch | keys | hosts
ELASTICSEARCH_URL | search | Elasticsearch | value | -
ES_HOSTS | search | Elasticsearch | value | -
MONGODB_SETTINGS | documents | MongoEngine | value | -
MONGODB_URI | documents | MongoDB | value | -
MONGO_URI | documents | MongoDB | value | -
REDIS_URL | key-value | Redis | value | -
REDIS_HOST | key-value | Redis | value | -
AUTH_LDAP_SERVER_URI | directory | LDAP | value | -
"""

ALIASES = """
boto3.session.Session.client boto3.client
boto3.session.Session.resource boto3.resource
boto3.Session.client boto3.client
boto3.Session.resource boto3.resource
aioboto3.Session.client boto3.client
aioboto3.Session.resource boto3.resource
botocore.session.get_session.create_client boto3.client
aiobotocore.session.get_session.create_client boto3.client
aiobotocore.get_session.create_client boto3.client
botocore.session.Session.create_client boto3.client
requests.api requests
requests.sessions requests
"""
