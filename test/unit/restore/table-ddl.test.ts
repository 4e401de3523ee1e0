import {
  describeStructure,
  readCounter,
  readDeferrableKeys,
  readLinks,
  readTableName,
  renameDdl,
} from '../../../shared/src/domain/restore/table-ddl.ts';

const mariadb = `CREATE TABLE \`od\`\`d\` (
  \`id\` int(11) NOT NULL AUTO_INCREMENT,
  \`text\` varchar(9) DEFAULT NULL COMMENT 'it''s AUTO_INCREMENT=3\\n  KEY \`x\` (\`y\`)',
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`by text\` (\`text\`(3)),
  FULLTEXT KEY \`words\` (\`text\`),
  CONSTRAINT \`fk, 1\` FOREIGN KEY (\`a\`, \`b)\`) REFERENCES \`par\`\`ent\` (\`c\`, \`d\`) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT \`positive\` CHECK (\`id\` > 0),
  CONSTRAINT \`plain\` FOREIGN KEY (\`a\`) REFERENCES \`p\` (\`c\`)
) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COMMENT='$& AUTO_INCREMENT=77 '`;

describe('what SHOW CREATE TABLE says', () => {
  it('tells the foreign keys with their rules', () => {
    expect(readLinks(mariadb, 'odd')).toEqual([
      {
        ...{ table: 'odd', name: 'fk, 1', columns: ['a', 'b)'], parentTable: 'par`ent' },
        ...{ parentColumns: ['c', 'd'], onDelete: 'SET NULL', onUpdate: 'CASCADE' },
      },
      {
        ...{ table: 'odd', name: 'plain', columns: ['a'], parentTable: 'p' },
        ...{ parentColumns: ['c'], onDelete: null, onUpdate: null },
      },
    ]);
  });

  it('makes the table under another name, without foreign keys', () => {
    expect(readTableName(mariadb)).toBe('od`d');
    const renamed = renameDdl(mariadb, '`a$&b`');
    expect(renamed).toMatch(/^CREATE TABLE `a\$&b` \(\n/);
    expect(renamed).not.toContain('FOREIGN KEY');
    expect(renamed).toContain('CHECK (`id` > 0)\n) ENGINE=InnoDB');
  });

  it('tells the number of the next row from what a comment says', () => {
    expect(readCounter(mariadb)).toBe(12n);
    expect(readCounter(mariadb.replace(' AUTO_INCREMENT=12', ''))).toBeNull();
    expect(describeStructure(mariadb)).toBe(
      describeStructure(
        mariadb.replace('=12', '=13').replace('od``d', 'x').replace('positive', 'y'),
      ),
    );
    expect(describeStructure(mariadb)).not.toBe(describeStructure(mariadb.replace('77', '78')));
  });

  it('tells the indexes that can wait for the rows', () => {
    expect(readDeferrableKeys(mariadb)).toEqual([
      { name: 'by text', definition: 'UNIQUE KEY `by text` (`text`(3))' },
      { name: 'words', definition: 'FULLTEXT KEY `words` (`text`)' },
    ]);
    const withoutPrimary = mariadb
      .replace('  PRIMARY KEY (`id`),\n', '')
      .replace(' AUTO_INCREMENT,', ',');
    expect(readDeferrableKeys(withoutPrimary).map(({ name }) => name)).toEqual(['words']);
    expect(
      readDeferrableKeys(mariadb.replace('PRIMARY KEY (`id`)', 'PRIMARY KEY (`text`)')),
    ).toEqual([]);
  });
});
