DROP TABLE IF EXISTS cutover_idempotency;
UPDATE cutover_load SET kind = 'drop';
ALTER TABLE cutover_load MODIFY kind ENUM('drop') NOT NULL;
