import { Module } from '@nestjs/common';
import { AddGroupMember } from '#application/add-group-member/add-group-member';
import { CreateGroup } from '#application/create-group/create-group';
import { DeleteGroup } from '#application/delete-group/delete-group';
import { RemoveGroupMember } from '#application/remove-group-member/remove-group-member';
import { IdentityChange } from '#application/shared/identity-change';
import { UpdateGroup } from '#application/update-group/update-group';
import { GroupAnswer } from './group-answer.js';
import { GroupMembersController } from './group-members.controller.js';
import { GroupsController } from './groups.controller.js';

@Module({
  controllers: [GroupsController, GroupMembersController],
  providers: [IdentityChange, CreateGroup, UpdateGroup, DeleteGroup, AddGroupMember, RemoveGroupMember, GroupAnswer],
})
export class GroupsModule {}
