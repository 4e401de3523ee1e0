"""Fills an empty table from an Avro file as one usually does it: python3-avro, one row at a time,
and pymysql's executemany of 1,000 rows and a commit.

    usual-script.py TABLE FILE

The database is MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_DATABASE.
"""

import json
import os
import sys
from datetime import datetime, timedelta

import pymysql
from avro.datafile import DataFileReader
from avro.io import DatumReader

BATCH_ROWS = 1000
EPOCH = datetime(1970, 1, 1)


def connect():
    env = os.environ
    return pymysql.connect(
        host=env["MYSQL_HOST"],
        port=int(env["MYSQL_PORT"]),
        user=env["MYSQL_USER"],
        password=env["MYSQL_PASSWORD"],
        database=env["MYSQL_DATABASE"],
        charset="utf8mb4",
        init_command="SET time_zone = '+00:00'",
    )


def is_local_timestamp(field):
    """python3-avro reads the other logical types, and leaves this one a number."""
    return "local-timestamp-micros" in json.dumps(field["type"])


def main(table, path):
    connection = connect()
    cursor = connection.cursor()
    reader = DataFileReader(open(path, "rb"), DatumReader())
    fields = json.loads(reader.meta["avro.schema"])["fields"]
    names = [field["name"] for field in fields]
    moments = [field["name"] for field in fields if is_local_timestamp(field)]
    columns = ", ".join(f"`{name}`" for name in names)
    values = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO `{table}` ({columns}) VALUES ({values})"
    batch = []

    def write():
        cursor.executemany(insert, batch)
        connection.commit()
        batch.clear()

    for row in reader:
        for name in moments:
            if row[name] is not None:
                row[name] = EPOCH + timedelta(microseconds=row[name])
        batch.append(tuple(row[name] for name in names))
        if len(batch) == BATCH_ROWS:
            write()
    if batch:
        write()
    connection.close()


main(*sys.argv[1:])
