DROP TABLE IF EXISTS cutover_opened_body;
