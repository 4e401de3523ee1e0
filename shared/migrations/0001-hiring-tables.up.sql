-- The reference tables. All columns but the ids and names may be empty in the database;
-- shared/config/tables.yaml asks for more when a file or a batch is loaded.

CREATE TABLE departments (
  id INT NOT NULL AUTO_INCREMENT,
  department VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE jobs (
  id INT NOT NULL AUTO_INCREMENT,
  job VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The key that the department's foreign key needs anyway also covers both reports, so that
-- reports read an index only and loads keep no index for them.
CREATE TABLE hired_employees (
  id INT NOT NULL AUTO_INCREMENT,
  name VARCHAR(255) NOT NULL,
  datetime DATETIME NULL COMMENT 'moment of hiring, UTC',
  department_id INT NULL,
  job_id INT NULL,
  PRIMARY KEY (id),
  KEY hired_employees_department_job_datetime (department_id, job_id, datetime),
  KEY hired_employees_job (job_id),
  CONSTRAINT hired_employees_department FOREIGN KEY (department_id) REFERENCES departments (id),
  CONSTRAINT hired_employees_job FOREIGN KEY (job_id) REFERENCES jobs (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
