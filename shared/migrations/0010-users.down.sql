DROP TABLE IF EXISTS cutover_sign_in;
DROP TABLE IF EXISTS cutover_user;
