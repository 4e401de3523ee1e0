import { inMemoryTracking } from '../support/in-memory-tracking.ts';
import { describeTracking } from '../support/tracking-contract.ts';

describeTracking('memory', async () => inMemoryTracking());
