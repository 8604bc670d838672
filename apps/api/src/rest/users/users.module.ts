import { Module } from '@nestjs/common';
import { CreateUser } from '#application/create-user/create-user';
import { IdentityChange } from '#application/shared/identity-change';
import { UpdateUser } from '#application/update-user/update-user';
import { UserAnswer } from './user-answer.js';
import { UsersController } from './users.controller.js';

@Module({ controllers: [UsersController], providers: [IdentityChange, CreateUser, UpdateUser, UserAnswer] })
export class UsersModule {}
