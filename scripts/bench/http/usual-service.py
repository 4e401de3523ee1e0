"""A service that takes batches of hires as one usually writes it: FastAPI, pydantic models, and pymysql's
executemany in one transaction. It signs nobody in, keeps no books, and checks what its models say.

    usual-service.py SOCKET

The database is MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_DATABASE.
"""

import datetime
import os
import sys
from queue import LifoQueue

import pymysql
import uvicorn
from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field, conlist

INSERT = (
    "INSERT INTO hired_employees (name, datetime, department_id, job_id)"
    " VALUES (%s, %s, %s, %s)"
)
CONNECTIONS = 5

app = FastAPI()
idle = LifoQueue()


class Hire(BaseModel):
    name: str = Field(min_length=1, max_length=255)
    datetime: datetime.datetime
    department_id: int
    job_id: int


def open_connection():
    env = os.environ
    return pymysql.connect(
        host=env["MYSQL_HOST"],
        port=int(env["MYSQL_PORT"]),
        user=env["MYSQL_USER"],
        password=env["MYSQL_PASSWORD"],
        database=env["MYSQL_DATABASE"],
        charset="utf8mb4",
    )


def connection():
    """Lends a connection that is kept, which most such services do not do: they open one a request."""
    own = idle.get()
    try:
        yield own
    finally:
        own.rollback()
        idle.put(own)


@app.post("/hired_employees/batch")
def add_hires(
    hires: conlist(Hire, min_items=1, max_items=1000), own=Depends(connection)
):
    rows = [
        (hire.name, hire.datetime.replace(tzinfo=None), hire.department_id, hire.job_id)
        for hire in hires
    ]
    with own.cursor() as cursor:
        cursor.executemany(INSERT, rows)
    own.commit()
    return {"inserted": len(rows)}


for _ in range(CONNECTIONS):
    idle.put(open_connection())
uvicorn.run(app, uds=sys.argv[1], log_level="warning", access_log=False)
