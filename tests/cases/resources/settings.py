"""What settings declare."""

import os

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}, "sessions": {}}  # cache default uses setting; cache sessions uses setting
CELERY_BROKER_URL = f"amqp://{os.environ['USER']}:x@{os.environ['BROKER_HOST']}:5672//"  # queue $BROKER_HOST uses setting
AWS_STORAGE_BUCKET_NAME = os.environ.get("BUCKET")  # file store $BUCKET uses setting
