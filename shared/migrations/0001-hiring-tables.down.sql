-- Children before parents.
DROP TABLE IF EXISTS hired_employees;
DROP TABLE IF EXISTS jobs;
DROP TABLE IF EXISTS departments;
