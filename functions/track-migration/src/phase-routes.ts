import { listPhases } from '@cutover/shared/domain/tracking/list-phases.ts';
import type { Phase } from '@cutover/shared/domain/tracking/phase.ts';
import {
  enumNameOf,
  environmentOf,
  phaseNames,
  stageOf,
} from '@cutover/shared/domain/tracking/phase-name.ts';
import { setUpPhases } from '@cutover/shared/domain/tracking/set-up-phases.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { type Route, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { listPhasesDocumentation, setUpPhasesDocumentation } from './phase-documentation.ts';
import type { Ports } from './ports.ts';

const paths = ['/api/v1/phases'];
const noQuery = z.strictObject({});

/** The seventeen names in their order, each with the ids of the phases that have it. */
function describePhases(phases: readonly Phase[]) {
  return phaseNames.map((name, index) => ({
    name,
    enum_name: enumNameOf(name),
    orders: index + 1,
    env: environmentOf(name),
    stage: stageOf(name),
    step_ids: phases.filter((phase) => phase.name === name).map(({ step_id }) => step_id),
  }));
}

export const phaseRoutes: readonly Route<Ports>[] = [
  route({
    method: 'GET',
    paths,
    access: 'viewer',
    summary: 'The seventeen phases of a migration',
    query: noQuery,
    documentation: listPhasesDocumentation,
    run: async ({ store }: Ports) =>
      answerJson({ phases: describePhases(await listPhases(store.phase)) }),
  }),
  route({
    method: 'POST',
    paths,
    access: 'operator',
    summary: 'Adds those of the seventeen phases that are missing',
    query: noQuery,
    documentation: setUpPhasesDocumentation,
    run: async ({ store }: Ports, { caller }) => {
      const { added, phases } = await setUpPhases(store.phase, { actor: caller });
      const names = added.map(({ name }) => name);
      const isChanged = names.length > 0;
      return answerJson(
        {
          message: isChanged
            ? `${names.length} phases were set up.`
            : 'All phases are set up already; nothing was changed.',
          added: names,
          phases: describePhases(phases),
        },
        { status: isChanged ? 201 : 200 },
      );
    },
  }),
];
