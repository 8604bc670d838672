import 'reflect-metadata';
import type { Abstract } from '@nestjs/common';
import { NestApplication } from '@nestjs/core';
import { UnknownElementException } from '@nestjs/core/errors/exceptions/unknown-element.exception.js';
import { obeyParent } from '../armed-point.js';
import { installCrashPoints } from '../crash-points.js';

/*
 * `start:api` or `start:worker`, whichever its argument names, from its own main program; but before its application starts its adapters are
 * wrapped, so that it can be made to die or be held at named points by its parent's orders (armed-point.ts). Started by ServiceProcess.
 */
const reach = obeyParent();
const init = NestApplication.prototype.init;
NestApplication.prototype.init = function startWithPoints(this: NestApplication) {
  const find = <T>(port: Abstract<T>): readonly T[] => {
    try {
      return this.get(port, { strict: false, each: true });
    } catch (error) {
      // Not every port is in both programs.
      if (error instanceof UnknownElementException) return [];
      throw error;
    }
  };
  installCrashPoints(find, reach);
  return init.call(this);
};
process.on('disconnect', () => process.exit(0));
await (process.argv[2] === 'api' ? import('#api/main') : import('#worker/main'));
