import { Module } from '@nestjs/common';
import { MintToken } from '#application/mint-token/mint-token';
import { RevokeToken } from '#application/revoke-token/revoke-token';
import { IdentityChange } from '#application/shared/identity-change';
import { UsedCredential } from '../me/used-credential.js';
import { TokenAnswer } from './token-answer.js';
import { TokensController } from './tokens.controller.js';

@Module({ controllers: [TokensController], providers: [IdentityChange, MintToken, RevokeToken, UsedCredential, TokenAnswer] })
export class TokensModule {}
