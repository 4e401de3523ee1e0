"""Loads hires from a CSV file as one usually does it: csv, a check of every record, executemany
of 1,000 rows and a commit. Bad records are counted and left out.

    usual-script.py FILE {fromisoformat|strptime}


The database is MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_DATABASE.
"""

import csv
import os
import sys
from datetime import datetime

import pymysql

BATCH_ROWS = 1000
INSERT = (
    "INSERT INTO hired_employees (id, name, datetime, department_id, job_id)"
    " VALUES (%s, %s, %s, %s, %s)"
)


def connect():
    env = os.environ
    return pymysql.connect(
        host=env["MYSQL_HOST"],
        port=int(env["MYSQL_PORT"]),
        user=env["MYSQL_USER"],
        password=env["MYSQL_PASSWORD"],
        database=env["MYSQL_DATABASE"],
        charset="utf8mb4",
    )


def read_ids(cursor, table):
    cursor.execute(f"SELECT id FROM {table}")
    return {row[0] for row in cursor.fetchall()}


# Before Python 3.11 fromisoformat did not take the Z that files end their times with.
PARSERS = {
    "fromisoformat": lambda text: datetime.fromisoformat(text).replace(tzinfo=None),
    "strptime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),
}


def check(record, parse, departments, jobs, seen):
    """Returns the row, or raises ValueError."""
    hire_id, name, hired, department, job = record
    row = (
        int(hire_id),
        name,
        parse(hired),
        int(department),
        int(job),
    )
    if not name or len(name) > 255 or "\ufffd" in name:
        raise ValueError("name")
    if row[3] not in departments or row[4] not in jobs:
        raise ValueError("reference")
    if row[0] in seen:
        raise ValueError("duplicate id")
    seen.add(row[0])
    return row


def main(path, parser):
    connection = connect()
    cursor = connection.cursor()
    departments, jobs = read_ids(cursor, "departments"), read_ids(cursor, "jobs")
    seen = set()
    batch = []
    added = skipped = 0

    def write():
        cursor.executemany(INSERT, batch)
        connection.commit()
        batch.clear()

    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        for record in csv.reader(file):
            try:
                batch.append(check(record, PARSERS[parser], departments, jobs, seen))
                added += 1
            except ValueError:
                skipped += 1
            if len(batch) == BATCH_ROWS:
                write()
    if batch:
        write()
    connection.close()
    print(f"{added} added, {skipped} left out")


main(*sys.argv[1:])
