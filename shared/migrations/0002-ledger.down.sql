DROP TABLE IF EXISTS cutover_reject;
DROP TABLE IF EXISTS cutover_load;
