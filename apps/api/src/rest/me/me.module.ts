import { Module } from '@nestjs/common';
import { DescribeMe } from '#application/describe-me/describe-me';
import { MeController } from './me.controller.js';
import { UsedCredential } from './used-credential.js';

@Module({ controllers: [MeController], providers: [DescribeMe, UsedCredential] })
export class MeModule {}
