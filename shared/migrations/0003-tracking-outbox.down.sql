DROP TABLE IF EXISTS cutover_tracking_record;
