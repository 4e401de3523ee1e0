DROP TABLE IF EXISTS cutover_restore;
