// Checks every template and state machine below a folder; prints what is wrong, and exits with 1 if anything is.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import aslValidator from 'asl-validator';
import { parse } from 'yaml';
import { Schema } from './schema.mjs';

const folder = process.argv[2];
const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, file)).sort();
const problems = [];

// !Ref and its like become what they stand for in JSON.
const tags = ['Ref', 'Condition', 'Sub', 'GetAtt', 'If', 'Equals', 'Not'].flatMap((name) =>
  [undefined, 'seq'].map((collection) => ({
    tag: `!${name}`,
    collection,
    resolve: (value) => {
      const given = collection ? value.toJSON() : value;
      const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
      return { [key]: name === 'GetAtt' && !collection ? given.split('.', 2) : given };
    },
  })));

const machines = files.filter((file) => file.endsWith('.asl.json'));
for (const file of machines) {
  const { isValid, errorsText } = aslValidator(JSON.parse(readFileSync(file, 'utf8')), { checkPaths: true, checkArn: true });
  if (!isValid) problems.push(`${file}: ${errorsText('\n')}`);
}

const templates = files.filter((file) => file.endsWith('.yaml'));
const spec = loadAwsServiceSpecSync();
let resources = 0;
for (const file of templates) {
  const template = parse(readFileSync(file, 'utf8'), { customTags: tags });
  const schema = new Schema(spec, template, (problem) => problems.push(`${file}: ${problem}`));
  resources += schema.check();
}

if (machines.length === 0 || resources === 0) problems.push(`${folder}: nothing to check`);
console.log(`${machines.length} state machines, ${templates.length} templates with ${resources} resources, ${problems.length} problems`);
problems.forEach((problem) => console.log(problem));
process.exitCode = problems.length === 0 ? 0 : 1;
