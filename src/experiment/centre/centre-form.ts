import type { ResilienceForms } from '../failures/resilience-form.ts';
import type { JobForm, RuleForm } from './asks-form.ts';
import type { ClusterForm } from './cluster-form.ts';
import type { InterventionForm } from './interventions-form.ts';
import type { AccountsForm, QosForm } from './rules-form.ts';

/** Everything that a scenario says about a machine of nodes, each value checked by itself: plain JSON values. */
export interface CentreForm extends ResilienceForms {
  readonly cluster: ClusterForm;
  readonly accounts?: AccountsForm | undefined;
  readonly qos?: Readonly<Record<string, QosForm>> | undefined;
  readonly asks?: readonly RuleForm[] | undefined;
  readonly at?: readonly InterventionForm[] | undefined;
  /** Listed jobs, instead of a trace or a model. */
  readonly jobs?: readonly JobForm[] | undefined;
}
