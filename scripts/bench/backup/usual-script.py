"""Writes a table to an Avro file as one usually does it: pymysql, one row at a time, python3-avro
with deflate. Whatever Avro has no plain type for is written as text.

    usual-script.py TABLE FILE

The database is MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_DATABASE.
"""

import json
import os
import sys

import avro.schema
import pymysql
from avro.datafile import DataFileWriter
from avro.io import DatumWriter

COLUMNS = (
    "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = DATABASE() AND table_name = %s ORDER BY ordinal_position"
)
LONGS = {"tinyint", "smallint", "mediumint", "int", "bigint", "year"}
DOUBLES = {"float", "double"}
BYTES = {"bit", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"}


def connect():
    env = os.environ
    return pymysql.connect(
        host=env["MYSQL_HOST"],
        port=int(env["MYSQL_PORT"]),
        user=env["MYSQL_USER"],
        password=env["MYSQL_PASSWORD"],
        database=env["MYSQL_DATABASE"],
        charset="utf8mb4",
        cursorclass=pymysql.cursors.SSDictCursor,
    )


def avro_type(data_type):
    if data_type in LONGS:
        return "long"
    if data_type in DOUBLES:
        return "double"
    return "bytes" if data_type in BYTES else "string"


def read_types(connection, table):
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, (table,))
        return [
            (row["column_name"], avro_type(row["data_type"]), row["is_nullable"] == "YES")
            for row in cursor.fetchall()
        ]


def make_schema(table, types):
    fields = [
        {"name": name, "type": ["null", kind] if nullable else kind}
        for name, kind, nullable in types
    ]
    return avro.schema.parse(json.dumps({"type": "record", "name": table, "fields": fields}))


def main(table, path):
    connection = connect()
    types = read_types(connection, table)
    texts = [name for name, kind, _ in types if kind == "string"]
    count = 0
    with open(path, "wb") as file, connection.cursor() as cursor:
        writer = DataFileWriter(file, DatumWriter(), make_schema(table, types), codec="deflate")
        cursor.execute(f"SELECT * FROM `{table}`")
        for row in cursor:
            for name in texts:
                if row[name] is not None:
                    row[name] = str(row[name])
            writer.append(row)
            count += 1
        writer.close()
    connection.close()
    print(f"{count} rows")


main(*sys.argv[1:])
