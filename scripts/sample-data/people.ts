import { toByteString } from './byte-string.ts';
import type { Random } from './random.ts';

const givenNames =
  `Adelheid Agnieszka Aiko Amara Amélie Anaïs Anders Beatriz Björn Bruno Camille Carlos
Chiara Chloë Dmitri Eero Elif Emeka Esther Fatima Félix Fiona François Freja Gabriel Giulia Håkon Hanna
Hiroshi Ingrid Iñigo Ivana Jürgen João Kateřina Kofi Lars Léa Liam Lucía Łukasz Małgorzata Mateus Mei
Mía Mohammed Nadia Naïma Nils Noor Olga Omar Ørjan Paulo Priya Renée Ružica Samuel Sinéad Søren Sofía
Tamás Tomás Ursula Valentina Vlad Wanjiru Wojciech Yara Zoë 伟 美咲 Ольга محمد`.split(/\s+/);

const familyNames =
  `Abadi Ångström Baker Barbosa Becker Bergström Björk Brânză Chen Cooper Costa Çelik
D’Angelo Dąbrowski De_la_Cruz Diallo Dupont Đurić Eriksen Fernández Fischer Fuentes García Gómez
Grüber Haddad Hernández Hoffmann Horvath Ibrahim Ito Jensen Johnson Kaya Kim Kovač Kowalska Kumar Larsson
Lefèvre López Marín Martin Mbeki Meyer Müller Nakamura Navarro Nguyễn Nilsson Novák O’Brien Okafor Olsen
Østergaard Papadopoulos Pereira Petrov Popescu Quispe Ramírez Rossi Šimek Sánchez Schäfer Silva Singh
Smith Sokolov Souza Suárez Takahashi Tanaka Van_den_Berg Vogel Wagner Walker Weiß Williams Wójcik Yılmaz
Zhang Zieliński 王 佐藤 Иванова`
    .split(/\s+/)
    .map((name) => name.replaceAll('_', ' '));

const nicknames = ['Ace', 'Bo', 'Duke', 'Kit', 'Max', 'Nan', 'Sunny', 'Tex'];

const [given, family] = [givenNames.map(toByteString), familyNames.map(toByteString)];

/**
 * A person's name as a byte string, beginning with a letter. About one in 25 holds a comma, a
 * quote or a line end, so that its cell must be quoted.
 */
export function makeName(random: Random): string {
  const [first, last] = [random.pick(given), random.pick(family)];
  if (!random.chance(0.04)) return `${first} ${last}`;
  if (random.chance(0.6)) return `${last}, ${first}`;
  if (random.chance(0.5)) return `${first} "${random.pick(nicknames)}" ${last}`;
  return `${first}\n${last}`;
}
