/** Options of a server with memory enough for the tables, so that none waits for the disk where they are. */
export const tablesInMemory = ['--innodb-buffer-pool-size=1G', '--innodb-log-file-size=512M'];
