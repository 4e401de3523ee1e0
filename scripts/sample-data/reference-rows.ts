export interface ReferenceRow {
  readonly id: number;
  readonly name: string;
}

const departmentNames = [
  'Product Management',
  'Sales, Marketing and Service',
  'Research & Development',
  'Business Development',
  'Engineering',
  'Human Resources',
  'Finance',
  'Support',
  'Legal "and" Compliance',
  'Logística',
  'Qualitätssicherung',
  'Training',
];

const trades =
  `Accountant;Account Executive;Actuary;Analyst Programmer;Architect, Software;Biostatistician;
Business Analyst;Chemical Engineer;Chief Design Engineer;Civil Engineer;Clinical Specialist;Community Outreach Specialist;
Computer Systems Analyst;Cost Accountant;Data Coordinator;Database Administrator;Dental Hygienist;Designer;
Desktop Support Technician;Developer;Editor;Electrical Engineer;Environmental Tech;Financial Analyst;Food Chemist;
Geologist;Graphic Designer;Health Coach;Help Desk Operator;Human Resources Assistant;Information Systems Manager;
Internal Auditor;Legal Assistant;Librarian;Marketing Manager;Mechanical Systems Engineer;Media Manager;Nurse Practitioner;
Office Assistant;Operator;Paralegal;Payment Adjustment Coordinator;Pharmacist;Physical Therapy Assistant;Product Engineer;
Programmer;Project Manager;Quality Control Specialist;Recruiter;Registered Nurse;Research Associate;Safety Technician;
Sales Associate;Senior Editor;Software Test Engineer;Staff Scientist;Statistician;Structural Engineer;Systems Administrator;
Tax Accountant;Teacher;Technical Writer;VP Quality Control`.split(/;\s*/);

const grades = ['I', 'II', 'III', 'IV'];

const numbered = (names: readonly string[]): ReferenceRow[] =>
  names.map((name, index) => ({ id: index + 1, name }));

/** Twelve departments, ids from 1. */
export const departments = numbered(departmentNames);

/** 183 jobs, ids from 1: every trade, and grades of the first ones. */
export const jobs = numbered(
  [...trades, ...trades.flatMap((trade) => grades.map((grade) => `${trade} ${grade}`))].slice(
    0,
    183,
  ),
);
