/** The parameters of the Lublin-Feitelson model, named as in its paper where that has a name. */
export interface LublinParameters {
  /** Share of the jobs that are serial. */
  readonly serial: number;
  /** Share of all jobs that are parallel and drawn as a power of two. */
  readonly powerOfTwo: number;
  /** Log2 of the smallest parallel job, less 0.2 to give size 2 its due. */
  readonly uLow: number;
  /** Log2 of the machine less log2 of the size at which the two uniform parts of the sizes meet. */
  readonly uMedBelowHigh: number;
  /** Weight of the lower part. */
  readonly uProb: number;
  /** Shape and scale of the gamma distributions of ln(run time in s), short and long jobs. */
  readonly a1: number;
  readonly b1: number;
  readonly a2: number;
  readonly b2: number;
  /** A job of n processors is a short one with probability pa n + pb. */
  readonly pa: number;
  readonly pb: number;
  /** Shape and scale of the gamma distribution of ln(s between arrivals) at rush hours. */
  readonly aArr: number;
  readonly bArr: number;
  /** What `aArr` is multiplied with so that it stands for the whole day. */
  readonly arar: number;
  /** Shape and scale, in half hours, of the gamma distribution of arrivals over a day. */
  readonly aNum: number;
  readonly bNum: number;
}

/**
 * The combined set of parameters (batch and interactive jobs together). U. Lublin and D. G. Feitelson, "The workload
 * on parallel supercomputers: modeling the characteristics of rigid jobs", J. Parallel and Distributed Computing
 * 63(11), 2003; the same numbers stand in the authors' program lublin99.c.
 */
export const LUBLIN: LublinParameters = {
  serial: 0.244,
  powerOfTwo: 0.576,
  uLow: 0.8,
  uMedBelowHigh: 2.5,
  uProb: 0.86,
  a1: 4.2,
  b1: 0.94,
  a2: 312,
  b2: 0.03,
  pa: -0.0054,
  pb: 0.78,
  aArr: 10.2303,
  bArr: 0.4871,
  arar: 1.0225,
  aNum: 8.1737,
  bNum: 3.9631,
};
