import { CRASH_POINTS, type CrashPoint } from '#testing/crash/crash-points';
import { testCrashPoints } from './point-tests.js';

const isPoint = (name: string): name is CrashPoint => name in CRASH_POINTS;

testCrashPoints(Object.keys(CRASH_POINTS).filter(isPoint), () => Promise.resolve({}));
