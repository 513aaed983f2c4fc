import { climb } from './acts/escalation.ts';
import {
  acknowledge,
  addNote,
  escalate,
  openByHand,
  reassign,
  resolve,
  setPriority,
} from './acts/incidents.ts';
import { addPolicy, addSchedule, addUser, setLevels, setOnCall } from './acts/people.ts';
import {
  addIntegration,
  addService,
  addToken,
  dropOldSecret,
  enableSubscription,
  removeIntegration,
  revokeToken,
  rotateSecret,
  setPolicy,
  setState,
  setUrgencyRule,
  subscribe,
} from './acts/services.ts';
import type { Fault } from './api/faults.ts';
import type { Outage } from './api/outage.ts';
import { Service } from './api/service.ts';
import { World, type WorldOptions } from './model/world.ts';

/** Everything that people and PagerDuty itself can do in a story. */
const ACTS = {
  addUser,
  addSchedule,
  setOnCall,
  addPolicy,
  setLevels,
  addService,
  addIntegration,
  removeIntegration,
  setState,
  setUrgencyRule,
  setPolicy,
  addToken,
  revokeToken,
  subscribe,
  enableSubscription,
  rotateSecret,
  dropOldSecret,
  openByHand,
  setPriority,
  acknowledge,
  resolve,
  escalate,
  reassign,
  addNote,
  climb,
};

type Acts = {
  readonly [K in keyof typeof ACTS]: (typeof ACTS)[K] extends (world: World, ...args: infer A) => infer R
    ? (...args: A) => R
    : never;
};

/** A PagerDuty of one's own: its state, its APIs, and what people do there. */
export interface PagerDuty extends Acts {
  readonly world: World;
  readonly service: Service;
  /** Makes a call that is still to come go wrong. */
  readonly fault: (fault: Fault) => void;
  /** Tears down every connection, for a while or until it comes back. */
  readonly goDown: (outage?: Outage) => void;
  readonly comeBack: () => void;
}

export function createPagerDuty(options: WorldOptions): PagerDuty {
  const world = new World(options);
  const service = new Service(world);
  const bound = Object.fromEntries(
    Object.entries(ACTS).map(([name, act]) => [
      name,
      (...args: unknown[]) => (act as (world: World, ...rest: unknown[]) => unknown)(world, ...args),
    ]),
  ) as unknown as Acts;
  return {
    ...bound,
    world,
    service,
    fault: (fault) => service.faults.add(fault),
    goDown: (outage = {}) => service.outages.begin(outage),
    comeBack: () => service.outages.end(),
  };
}
