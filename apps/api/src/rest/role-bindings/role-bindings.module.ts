import { Module } from '@nestjs/common';
import { GrantRole } from '#application/grant-role/grant-role';
import { RevokeRole } from '#application/revoke-role/revoke-role';
import { IdentityChange } from '#application/shared/identity-change';
import { RoleBindingAnswer } from './role-binding-answer.js';
import { RoleBindingsController } from './role-bindings.controller.js';

@Module({ controllers: [RoleBindingsController], providers: [IdentityChange, GrantRole, RevokeRole, RoleBindingAnswer] })
export class RoleBindingsModule {}
