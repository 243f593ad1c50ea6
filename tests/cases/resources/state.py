"""Caches, stores, queues, buckets and indexes, however the client came to be where it is used."""

import boto3
import redis
import smtplib
import subprocess
from celery import shared_task
from django.core.cache import cache, caches
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, send_mail
from django.db import models
from elasticsearch import Elasticsearch
from google.cloud import storage
from pymongo import MongoClient

client = redis.Redis(host="cache.internal", db=1)
s3 = boto3.client("s3")


def cached(order):
    cache.set(f"order:{order}", 1)  # cache default writes order:{}
    return caches["sessions"].get("all")  # cache sessions reads all


def counted():
    with client.pipeline() as pipe:
        pipe.incr("orders")  # key-value store cache.internal writes orders


def published():
    redis.from_url("redis://bus:6379/0").publish("orders", "x")  # key-value store bus sends orders


def uploaded(key, file):
    s3.upload_fileobj(file, "invoices", key)  # file store invoices writes
    s3.put_object(Bucket="invoices", Key=f"pdf/{key}", Body=file)  # file store invoices writes pdf/{}


def from_resource():
    return boto3.resource("s3").Bucket("exports").objects.all()  # file store exports reads


class Archive:
    def __init__(self):
        self.bucket = storage.Client().bucket("archive")
        self.sqs = boto3.client("sqs")

    def keep(self, name):
        self.bucket.blob(name).upload_from_string("x")  # file store archive writes

    def tell(self):
        self.sqs.send_message(QueueUrl="https://sqs.eu.amazonaws.com/1/orders")  # queue sqs.eu.amazonaws.com sends


def saved(name):
    default_storage.save(f"exports/{name}", b"")  # file store default writes exports/{}


class Invoice(models.Model):
    pdf = models.FileField(upload_to="invoices")  # file store default uses invoices


def mailed():
    send_mail("a", "b", "c", ["d"])  # mail default sends
    EmailMessage("a", "b").send()  # mail default sends


def mailed_directly():
    smtplib.SMTP("mail.internal").sendmail("a", "b", "c")  # mail mail.internal sends


@shared_task(queue="reports")  # queue reports receives
def report():
    subprocess.run(["/usr/bin/wkhtmltopdf", "-", "-"])  # program wkhtmltopdf uses


def found():
    Elasticsearch().search(index="products")  # search index products reads


def documents():
    MongoClient("mongodb://mongo.internal/shop").shop.orders.insert_one({})  # document store mongo.internal writes
