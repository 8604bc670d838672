// Generated from docs/reference/openapi.json by tools/write-sdk.mjs; do not edit.

export interface paths {
    "/api/v1/models/{model}/versions/{version}/artifacts/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one file, or a part of it; every chunk that comes from here is verified before */
        get: operations["downloadArtifact"];
        /** Put one file into a version that is still pending */
        put: operations["uploadArtifact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of a version, and the digest of all of them */
        get: operations["getManifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/finalize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declare a version complete: it becomes READY and its files can no longer change */
        post: operations["finalizeVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read every byte of a version again and compare it with its digests */
        post: operations["verifyVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Audit entries, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sealed log as NDJSON, for `npm run audit:verify` */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A signed checkpoint of the newest sealed entry */
        get: operations["getAuditCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public key of the checkpoints that are signed now, as PEM */
        get: operations["getAuditKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys of all checkpoints, the one that signs now first */
        get: operations["listAuditKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deploy-targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deploy targets, newest first */
        get: operations["listDeployTargets"];
        put?: never;
        /** Have promotions into a stage deployed by a GitHub Actions workflow */
        post: operations["createDeployTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deploy-targets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deploy target */
        get: operations["getDeployTarget"];
        put?: never;
        post?: never;
        /** Delete a deploy target and its credential */
        delete: operations["deleteDeployTarget"];
        options?: never;
        head?: never;
        /** Change a deploy target or its credential */
        patch: operations["updateDeployTarget"];
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deployments, newest first */
        get: operations["listDeployments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deployment */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have one that ended without success tried once more */
        post: operations["retryDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel one that is queued, or ask GitHub to cancel its run */
        post: operations["cancelDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deliveries, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with its attempts */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one delivery again, under the same id */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events by position, oldest first */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events as they are dispatched (server-sent events) */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups by name */
        get: operations["listGroups"];
        put?: never;
        /** Create a group */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /** Delete a group with its memberships and roles */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /** Rename or describe a group */
        patch: operations["updateGroup"];
        trace?: never;
    };
    "/api/v1/groups/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members by name */
        get: operations["listGroupMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a user a member */
        put: operations["addGroupMember"];
        post?: never;
        /** End a membership */
        delete: operations["removeGroupMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is and what it may */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/role-bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles, newest first */
        get: operations["listRoleBindings"];
        put?: never;
        /** Give a role on a pattern */
        post: operations["grantRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/role-bindings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One role binding */
        get: operations["getRoleBinding"];
        put?: never;
        post?: never;
        /** Take a role away */
        delete: operations["revokeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Service accounts by name */
        get: operations["listServiceAccounts"];
        put?: never;
        /** Create a service account */
        post: operations["createServiceAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One service account */
        get: operations["getServiceAccount"];
        put?: never;
        post?: never;
        /** Delete a service account with its roles and tokens */
        delete: operations["deleteServiceAccount"];
        options?: never;
        head?: never;
        /** Describe, disable, enable or hand over a service account */
        patch: operations["updateServiceAccount"];
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens, newest first */
        get: operations["listTokens"];
        put?: never;
        /** Make a token; its text is shown once */
        post: operations["mintToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One token, without its text */
        get: operations["getToken"];
        put?: never;
        post?: never;
        /** End a token at once */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to upload a large file by parts */
        post: operations["beginUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What of an upload has arrived, and fresh addresses for what has not */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /** Give up an upload and forget its parts */
        delete: operations["abortUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/uploads/{upload}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send the bytes of one part, as often as needed: of several the last counts */
        put: operations["putUploadPart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/uploads/{upload}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the parts a file of the version; repeat it after a 202 */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users by name */
        get: operations["listUsers"];
        put?: never;
        /** Make a person known */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change, disable or enable a user */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search models, by name */
        get: operations["listModels"];
        put?: never;
        /** Register a model */
        post: operations["createModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One model, by name or id */
        get: operations["getModel"];
        put?: never;
        post?: never;
        /** Delete a model with all its versions */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        /** Change the description */
        patch: operations["updateModel"];
        trace?: never;
    };
    "/api/v1/models/{model}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a model another name */
        post: operations["renameModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/tags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a tag of a model */
        put: operations["setModelTag"];
        post?: never;
        /** Remove a tag of a model; also if it is not there */
        delete: operations["removeModelTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an alias points */
        get: operations["getAlias"];
        /** Let a free alias point to a version */
        put: operations["setAlias"];
        post?: never;
        /** Remove a free alias; also if it is not there */
        delete: operations["removeAlias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the versions of a model, highest number first */
        get: operations["listModelVersions"];
        put?: never;
        /** Register the next version; READY at once where `source` is given */
        post: operations["registerVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search versions across models, newest first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        /** Delete a version; its number is never used again */
        delete: operations["deleteVersion"];
        options?: never;
        head?: never;
        /** Change description and run link */
        patch: operations["updateVersion"];
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/tags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a tag of a version */
        put: operations["setVersionTag"];
        post?: never;
        /** Remove a tag of a version; also if it is not there */
        delete: operations["removeVersionTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set and remove metrics, all at once */
        patch: operations["logMetrics"];
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/params": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set and remove params, all at once */
        patch: operations["logParams"];
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/checks/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Report what an outside system found */
        put: operations["reportCheck"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Promotions, newest first */
        get: operations["listPromotions"];
        put?: never;
        /** Move a version into a stage */
        post: operations["createPromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One promotion */
        get: operations["getPromotion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say yes; applies it where nothing is missing any more */
        post: operations["approvePromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no; this ends it */
        post: operations["rejectPromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a request back */
        post: operations["cancelPromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments, oldest first */
        get: operations["listPromotionComments"];
        put?: never;
        /** Add a comment */
        post: operations["commentPromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands where, all models */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stage board of a model */
        get: operations["getBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/stages/{stage}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One stage of a model, now or at an instant */
        get: operations["getStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who stood where, newest first */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/stages/{stage}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a version away and put the last good one back */
        post: operations["rollBackStage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/stages/{stage}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep automation from changing a stage */
        put: operations["holdStage"];
        post?: never;
        /** Let automation change a stage again */
        delete: operations["releaseStage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model}/versions/{version}/quarantine/{stage}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let a quarantined version enter a stage again */
        delete: operations["liftQuarantine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stages and their rules */
        get: operations["getStageDefinitions"];
        /** Replace the stages and their rules */
        put: operations["defineStages"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this service is */
        get: operations["getServiceVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Endpoints that you manage, newest first */
        get: operations["listWebhooks"];
        put?: never;
        /** Register a receiver of events; its secret is shown once */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Remove an endpoint; what it was not sent yet is not sent any more */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change, pause or start an endpoint */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event to this endpoint; see its delivery for what came of it */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret; the old one signs too for a while */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send deliveries of a span of time again */
        post: operations["redeliverToWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/redeliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Redeliveries to this endpoint, under way and ended, newest first */
        get: operations["listRedeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/redeliveries/{redelivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Send nothing more by this redelivery; what it has made pending is sent. Nothing happens where it has ended */
        delete: operations["cancelRedelivery"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "model.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A model was registered.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_model.created"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "model.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A description or owner of a model was changed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_model.updated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "model.renamed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A model has another name now.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_model.renamed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "model.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A model and all its versions were deleted.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_model.deleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "model.tag_set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A tag of a model was set.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_model.tag_set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "model.tag_removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A tag of a model was removed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_model.tag_removed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.registered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A version became READY.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.registered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Description, metrics, params, status or integrity of a version were changed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.updated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A version was deleted; its number is never used again.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.deleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.tag_set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A tag of a version was set.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.tag_set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.tag_removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A tag of a version was removed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.tag_removed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.quarantined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A version may not enter a stage until a person lifts this.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.quarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "version.unquarantined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A quarantine was lifted.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_version.unquarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "alias.set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An alias points to a version now, by hand or bound to a stage.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_alias.set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "alias.removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An alias was removed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_alias.removed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.requested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A promotion was asked for and waits.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.requested"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.commented": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody commented on a promotion.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.commented"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.approved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A person approved a promotion.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.approved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A person rejected a promotion, which ended it.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.rejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A request was taken back.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.cancelled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A request was not decided in time.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.expired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.superseded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A request ended because another promotion was applied.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.superseded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.voided": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A request ended because its version was deleted or is damaged.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.voided"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A promotion has what it needs and waits for a freeze to end.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.scheduled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "promotion.applied": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A promotion was applied: the stage changed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_promotion.applied"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "stage.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What stands in a stage changed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_stage.changed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "stage.held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Automation may not change a stage until a person lifts this.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_stage.held"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "stage.released": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A hold was lifted.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_stage.released"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.dispatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The deploy workflow was started at the target.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.dispatched"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The deploy workflow runs.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.started"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The deploy workflow succeeded.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.succeeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The deploy workflow failed.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.failed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The deploy workflow was cancelled.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.cancelled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.timed_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The deploy workflow did not end in time.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.timed_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "deployment.superseded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A newer deployment of the same model, stage and target took its place.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_deployment.superseded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "check.reported": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An outside system reported a check on a version.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_check.reported"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "rollback.impossible": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A rollback was asked for and there is no version to go back to.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_rollback.impossible"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A webhook endpoint is no longer sent to, after nothing but failure or a 410.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_endpoint.disabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody asked for a test event.
         * @description Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.
         */
        post: operations["webhook_webhook.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        ProblemDetailDto: {
            /** @description JSON pointer into the body, or the name of the parameter. */
            pointer?: string;
            /** @description Stable word for programs. */
            code: string;
            /** @description What is wrong and what would make it right. */
            message: string;
        };
        ProblemDto: {
            /** @description Address of a page about this code. */
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            /** @enum {string} */
            code: "INVALID_ARGUMENT" | "INVALID_FILTER" | "INVALID_CURSOR" | "QUERY_TOO_EXPENSIVE" | "UNAUTHENTICATED" | "PERMISSION_DENIED" | "FOREIGN_ORIGIN" | "NOT_FOUND" | "ROUTE_NOT_FOUND" | "VERSION_DELETED" | "CURSOR_EXPIRED" | "ALREADY_EXISTS" | "INVALID_STATE" | "INCUMBENT_CHANGED" | "REVISION_STALE" | "REVISION_REQUIRED" | "BODY_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "RANGE_NOT_SATISFIABLE" | "IDEMPOTENCY_KEY_REUSED" | "REFUSED" | "VERSION_NOT_READY" | "VERSION_DAMAGED" | "STAGE_HELD" | "VERSION_QUARANTINED" | "ROLLBACK_IMPOSSIBLE" | "ARTIFACT_IMMUTABLE" | "RATE_LIMITED" | "UNAVAILABLE" | "STORAGE_FULL" | "INTERNAL";
            requestId: string;
            errors?: components["schemas"]["ProblemDetailDto"][];
        };
        ManifestFileDto: {
            path: string;
            /** @description Bytes. */
            size: number;
            /** @description SHA-256 of all bytes in hexadecimal digits. */
            sha256: string;
        };
        ManifestDto: {
            model: string;
            modelId: string;
            version: number;
            status: string;
            /** @enum {string} */
            integrity: "verified" | "unverified" | "damaged";
            /** @description SHA-256 of the canonical JSON (RFC 8785) of the files in this order, each as {path, sha256, size}. Null before the version is finalized, and for bytes that lie elsewhere. */
            digest: string | null;
            /** @enum {string} */
            algorithm: "sha256";
            totalBytes: number;
            /** @description By UTF-16 code units of the path. */
            files: components["schemas"]["ManifestFileDto"][];
        };
        ExpectedFileDto: {
            path: string;
            /** @description Bytes; not compared where absent. */
            size?: number;
            /** @description SHA-256; not compared where absent. */
            sha256?: string;
        };
        FinalizeDto: {
            /** @description The digest of the manifest, as the client computed it. */
            manifestDigest?: string;
            /** @description All files that the version must have, and no other. */
            files?: components["schemas"]["ExpectedFileDto"][];
        };
        VerificationDto: {
            /** @enum {string} */
            integrity: "verified" | "unverified" | "damaged";
            /** @description Bytes that were read and match their digests. */
            checkedBytes: number;
            /** @description Paths of the files that do not match. */
            damaged: string[];
        };
        ActorDto: {
            /** @description user, service_account, ci, anonymous or system. */
            type: string;
            id: string;
            name: string;
        };
        AuditEntryDto: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["ActorDto"];
            /** @description The way by which the command came in. */
            door: string;
            /** @description What the caller said it is. */
            client: string | null;
            requestId: string | null;
            /** @description Dotted verb, such as `promotion.apply`. */
            action: string;
            /** @enum {string} */
            outcome: "done" | "refused";
            objectType: string;
            objectId: string;
            /** @description The name that the model had then. */
            model: string | null;
            modelId: string | null;
            reason: string | null;
            /** @description What changed; never a secret. */
            data: {
                [key: string]: unknown;
            };
            /** @description Place in the hash chain; null for the moment before it is sealed. */
            position: number | null;
        };
        AuditPageDto: {
            items: components["schemas"]["AuditEntryDto"][];
            nextCursor: string | null;
        };
        CheckpointDto: {
            position: number;
            /** @description Hash of the entry at that position. */
            hash: string;
            /** @description The text that is signed. */
            payload: string;
            /** @description Ed25519 over the payload in UTF-8, base64. */
            signature: string;
            keyId: string;
            /** Format: date-time */
            createdAt: string;
        };
        AuditKeyDto: {
            /** @description First 16 hex digits of the SHA-256 of the public key in DER. */
            keyId: string;
            /** @description SPKI PEM. */
            publicKey: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Null for the one that signs.
             */
            retiredAt: string | null;
            /**
             * @description Why it signs no more; what a `compromised` one signed proves nothing by itself.
             * @enum {string|null}
             */
            retiredFor: "rotated" | "compromised" | "lost" | null;
        };
        AuditKeyPageDto: {
            items: components["schemas"]["AuditKeyDto"][];
            nextCursor: string | null;
        };
        AppCredentialDto: {
            /** @description The App's id. */
            id: string;
            /** @description Looked up by the repository where it is not given. */
            installationId?: string | null;
            /** @description PEM; write-only. */
            privateKey: string;
        };
        CredentialDto: {
            app?: components["schemas"]["AppCredentialDto"];
            /** @description A fine-grained token with Actions: write. */
            token?: string;
        };
        CreateDeployTargetDto: {
            /** @description Unique; letters, digits, dots, dashes and underscores. */
            name: string;
            /** @description Which models are deployed there: '*', '<name or glob>' or 'model:<name or glob>'; shown with its prefix. */
            models: string;
            /** @description The stage whose promotions are deployed there. */
            stage: string;
            /** @description owner/name. */
            repository: string;
            /** @description File name (deploy.yml) or id of the workflow. */
            workflow: string;
            /** @description Branch or tag whose workflow file is run. */
            ref: string;
            /** @description Mapping of the workflow's inputs: one of ours renamed (text) or dropped (null); any other key is a constant. deployment_id and attempt stay. */
            inputs?: {
                [key: string]: unknown;
            };
            /** @description https://HOST/api/v3 of a GitHub Enterprise Server; null for github.com. */
            apiUrl?: string | null;
            credential: components["schemas"]["CredentialDto"];
        };
        CredentialViewDto: {
            /** @enum {string} */
            kind: "app" | "token";
            appId: string | null;
            installationId: string | null;
        };
        DeployTargetDto: {
            id: string;
            name: string;
            models: string;
            stage: string;
            repository: string;
            workflow: string;
            ref: string;
            /** @description Mapping of the workflow's inputs: one of ours renamed (text) or dropped (null); any other key is a constant. deployment_id and attempt stay. */
            inputs: {
                [key: string]: unknown;
            };
            /** @description https://HOST/api/v3 of a GitHub Enterprise Server; null for github.com. */
            apiUrl: string | null;
            credential: components["schemas"]["CredentialViewDto"];
            revision: number;
            creator: components["schemas"]["ActorDto"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        DeployTargetPageDto: {
            items: components["schemas"]["DeployTargetDto"][];
            nextCursor: string | null;
        };
        UpdateDeployTargetDto: {
            /** @description Unique; letters, digits, dots, dashes and underscores. */
            name?: string;
            /** @description Which models are deployed there: '*', '<name or glob>' or 'model:<name or glob>'; shown with its prefix. */
            models?: string;
            /** @description The stage whose promotions are deployed there. */
            stage?: string;
            /** @description owner/name. */
            repository?: string;
            /** @description File name (deploy.yml) or id of the workflow. */
            workflow?: string;
            /** @description Branch or tag whose workflow file is run. */
            ref?: string;
            /** @description Mapping of the workflow's inputs: one of ours renamed (text) or dropped (null); any other key is a constant. deployment_id and attempt stay. */
            inputs?: {
                [key: string]: unknown;
            };
            /** @description https://HOST/api/v3 of a GitHub Enterprise Server; null for github.com. */
            apiUrl?: string | null;
            credential?: components["schemas"]["CredentialDto"];
        };
        DeploymentTargetDto: {
            id: string;
            name: string;
        };
        DeploymentDto: {
            id: string;
            promotionId: string;
            model: string;
            modelId: string;
            version: number;
            stage: string;
            target: components["schemas"]["DeploymentTargetDto"];
            /** @description Counted per model, stage and target; the highest is the newest wish. */
            generation: number;
            /**
             * @description queued: nothing was sent yet. reconciling: it is not known whether GitHub accepted. dispatched: accepted, not begun. running: begun. The others are ends.
             * @enum {string}
             */
            state: "queued" | "reconciling" | "dispatched" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out" | "superseded";
            /** @description From 1; a retry makes it one more. */
            attempt: number;
            runId: string | null;
            /** @description The run's page at GitHub. */
            runUrl: string | null;
            /** @description GitHub's word for the run's status. */
            runStatus: string | null;
            /** @description GitHub's word for the run's end. */
            conclusion: string | null;
            /** @description Why it is not going as wished, for people. */
            error: string | null;
            /** @description Somebody asked for the cancellation and the run has not ended yet. */
            cancelRequested: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
        };
        DeploymentPageDto: {
            items: components["schemas"]["DeploymentDto"][];
            nextCursor: string | null;
        };
        DeliveryDto: {
            id: string;
            endpointId: string;
            /** @description `webhook-id` of every attempt: the receiver's key against duplicates. */
            eventId: string;
            eventType: string;
            model: string | null;
            modelId: string | null;
            /** @description Gapless over all events. */
            position: number;
            /** @enum {string} */
            state: "pending" | "delivered" | "failing" | "dead";
            /** @description Since it last became pending. */
            attempts: number;
            /** Format: date-time */
            nextAttemptAt: string | null;
            lastStatus: number | null;
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            finishedAt: string | null;
        };
        DeliveryPageDto: {
            items: components["schemas"]["DeliveryDto"][];
            nextCursor: string | null;
        };
        AttemptDto: {
            number: number;
            /** Format: date-time */
            startedAt: string;
            durationMs: number;
            /** @enum {string} */
            outcome: "delivered" | "failed" | "gone" | "slow_down";
            status: number | null;
            /** @description Stable word for programs. */
            errorClass: string | null;
            error: string | null;
            /** @description As sent, the signatures masked. */
            requestHeaders: {
                [key: string]: string;
            };
            /** @description The first 16 KB; null unless a public address answered. */
            responseBody: string | null;
            resolvedIp: string | null;
        };
        DeliveryDetailDto: {
            id: string;
            endpointId: string;
            /** @description `webhook-id` of every attempt: the receiver's key against duplicates. */
            eventId: string;
            eventType: string;
            model: string | null;
            modelId: string | null;
            /** @description Gapless over all events. */
            position: number;
            /** @enum {string} */
            state: "pending" | "delivered" | "failing" | "dead";
            /** @description Since it last became pending. */
            attempts: number;
            /** Format: date-time */
            nextAttemptAt: string | null;
            lastStatus: number | null;
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Latest first, at most 100. */
            attemptLog: components["schemas"]["AttemptDto"][];
        };
        EventDto: {
            /** @description Stable over all deliveries: de-duplicate by it. */
            id: string;
            type: string;
            /** Format: date-time */
            timestamp: string;
            /** @description Names the shape of `data`. */
            apiVersion: string;
            workspace: string;
            /** @description The name that the model had then. */
            model: string | null;
            modelId: string | null;
            /** @description Gapless per model. */
            sequence: number | null;
            /** @description Gapless over all events. */
            position: number;
            actor: components["schemas"]["ActorDto"];
            door: string;
            /** @description By type: see the published JSON Schemas. */
            data: {
                [key: string]: unknown;
            };
        };
        EventPageDto: {
            items: components["schemas"]["EventDto"][];
            /** @description Null on the last page; go on later with `after` and the last position. */
            nextCursor: string | null;
        };
        CreateGroupDto: {
            /** @description a-z, 0-9 and . _ @ + -. */
            name: string;
            description?: string;
        };
        GroupDto: {
            id: string;
            name: string;
            description: string;
            revision: number;
            /** Format: date-time */
            createdAt: string;
        };
        GroupPageDto: {
            items: components["schemas"]["GroupDto"][];
            nextCursor: string | null;
        };
        UpdateGroupDto: {
            name?: string;
            description?: string;
        };
        GroupMemberDto: {
            /** @description The user's id. */
            id: string;
            name: string;
            displayName: string;
        };
        GroupMemberPageDto: {
            items: components["schemas"]["GroupMemberDto"][];
            nextCursor: string | null;
        };
        EffectiveBindingDto: {
            /** @enum {string} */
            role: "reader" | "editor" | "staging-manager" | "production-manager" | "manager" | "admin";
            /** @description The role holds where every one of these matches. */
            patterns: string[];
        };
        MyTokenDto: {
            id: string;
            name: string;
            prefix: string;
            /** Format: date-time */
            expiresAt: string | null;
        };
        MeDto: {
            actor: components["schemas"]["ActorDto"];
            /** @description The user whose acts those of an automation count as. */
            ownerId: string | null;
            bindings: components["schemas"]["EffectiveBindingDto"][];
            token: components["schemas"]["MyTokenDto"] | null;
        };
        SubjectDto: {
            /** @enum {string} */
            type: "user" | "group" | "service_account";
            id: string;
        };
        GrantRoleDto: {
            subject: components["schemas"]["SubjectDto"];
            /** @enum {string} */
            role: "reader" | "editor" | "staging-manager" | "production-manager" | "manager" | "admin";
            /** @description '*', 'model:<name or glob>' or 'experiment:<name or glob>'. */
            pattern: string;
        };
        NamedSubjectDto: {
            /** @enum {string} */
            type: "user" | "group" | "service_account";
            id: string;
            name: string;
        };
        RoleBindingDto: {
            id: string;
            subject: components["schemas"]["NamedSubjectDto"];
            /** @enum {string} */
            role: "reader" | "editor" | "staging-manager" | "production-manager" | "manager" | "admin";
            pattern: string;
            /** Format: date-time */
            createdAt: string;
        };
        RoleBindingPageDto: {
            items: components["schemas"]["RoleBindingDto"][];
            nextCursor: string | null;
        };
        CreateServiceAccountDto: {
            /** @description a-z, 0-9 and . _ @ + -; does not change. */
            name: string;
            description?: string;
            /** @description Id of the user whose acts its acts count as; you, if not given. Another: administrators only. */
            ownerId?: string;
        };
        ServiceAccountOwnerDto: {
            id: string;
            name: string;
        };
        ServiceAccountDto: {
            id: string;
            name: string;
            description: string;
            owner: components["schemas"]["ServiceAccountOwnerDto"];
            disabled: boolean;
            revision: number;
            /** Format: date-time */
            createdAt: string;
        };
        ServiceAccountPageDto: {
            items: components["schemas"]["ServiceAccountDto"][];
            nextCursor: string | null;
        };
        UpdateServiceAccountDto: {
            description?: string;
            /** @description Its tokens do not count while it is disabled. Administrators alone enable it again. */
            disabled?: boolean;
            /** @description Another owner (administrators only); revokes its tokens. */
            ownerId?: string;
        };
        TokenHolderDto: {
            /** @enum {string} */
            type: "user" | "service_account";
            id: string;
        };
        MintTokenDto: {
            /** @description What it is for. */
            name: string;
            /** @description You, if not given; else a service account of yours, or (administrators) anybody. */
            holder?: components["schemas"]["TokenHolderDto"];
            /**
             * @description At most this role.
             * @enum {string}
             */
            role?: "reader" | "editor" | "staging-manager" | "production-manager" | "manager" | "admin";
            /** @description On these patterns only, such as 'model:fraud-*'. */
            patterns?: string[];
            /**
             * Format: date-time
             * @description Never, if not given; not after the token of this request.
             */
            expiresAt?: string | null;
        };
        NamedHolderDto: {
            /** @enum {string} */
            type: "user" | "service_account";
            id: string;
            name: string;
        };
        MintedTokenDto: {
            id: string;
            name: string;
            /** @description The first, public part of the text. */
            prefix: string;
            holder: components["schemas"]["NamedHolderDto"];
            /** @enum {string|null} */
            role: "reader" | "editor" | "staging-manager" | "production-manager" | "manager" | "admin" | null;
            patterns: string[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description To half a minute.
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** @description Id of the token that it was minted with; null where none was, or an older release did it. */
            mintedWith: string | null;
            /** @description Shown this once; null in the answer to a repeat under the same Idempotency-Key. */
            token: string | null;
        };
        TokenDto: {
            id: string;
            name: string;
            /** @description The first, public part of the text. */
            prefix: string;
            holder: components["schemas"]["NamedHolderDto"];
            /** @enum {string|null} */
            role: "reader" | "editor" | "staging-manager" | "production-manager" | "manager" | "admin" | null;
            patterns: string[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description To half a minute.
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** @description Id of the token that it was minted with; null where none was, or an older release did it. */
            mintedWith: string | null;
        };
        TokenPageDto: {
            items: components["schemas"]["TokenDto"][];
            nextCursor: string | null;
        };
        BeginUploadDto: {
            /** @description Path of the file inside the version; slashes separate folders. */
            path: string;
            /** @description Bytes of the file. */
            size: number;
            /** @description SHA-256 of all its bytes. */
            sha256: string;
            /** @description Bytes of every part but the last, a multiple of 8 MiB; 32 MiB, or as much as 10,000 parts need, if not given. */
            partSize?: number;
        };
        PartDto: {
            number: number;
            /** @description Bytes that it must have. */
            size: number | null;
            arrived: boolean;
            /** @description Where to PUT its bytes, without a credential; null once it has arrived. */
            url: string | null;
            /**
             * Format: date-time
             * @description Until then the address works; GET the upload for a fresh one.
             */
            urlExpiresAt: string | null;
        };
        UploadDto: {
            id: string;
            model: string;
            version: number;
            path: string;
            /** @description Bytes of the file. */
            size: number | null;
            sha256: string | null;
            /** @description Bytes of every part but the last. */
            partSize: number | null;
            partCount: number;
            /** @enum {string} */
            state: "open" | "completing" | "completed" | "aborted";
            /** @description Why it was given up, where Slipway did so. */
            failure: string | null;
            /** @description Parts that have arrived; 0 once they were put together. */
            arrivedParts: number;
            arrivedBytes: number;
            /** @description Bytes that were read and compared while completing it. */
            verifiedBytes: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until then it must be completed.
             */
            expiresAt: string;
            /** @description In order; none unless the upload is open. */
            parts: components["schemas"]["PartDto"][];
            /** @description `after` of the next page of parts. */
            nextAfter: number | null;
        };
        ArrivedPartDto: {
            number: number;
            /** @description Bytes. */
            size: number;
            /** @description SHA-256 of its bytes. */
            sha256: string;
        };
        CreateUserDto: {
            /** @description a-z, 0-9 and . _ @ + -; does not change. */
            name: string;
            displayName?: string;
            email?: string | null;
        };
        UserDto: {
            id: string;
            name: string;
            displayName: string;
            /** @description Null where there is none, and where you may not see it. */
            email: string | null;
            disabled: boolean;
            revision: number;
            /** Format: date-time */
            createdAt: string;
        };
        UserPageDto: {
            items: components["schemas"]["UserDto"][];
            nextCursor: string | null;
        };
        UpdateUserDto: {
            displayName?: string;
            email?: string | null;
            /** @description Tokens of a disabled user, and of the service accounts that the user owns, do not count. */
            disabled?: boolean;
        };
        CreateModelDto: {
            /** @description 1-256 characters, no control characters, no / or : */
            name: string;
            description?: string;
            tags?: {
                [key: string]: string;
            };
        };
        AliasDto: {
            alias: string;
            version: number;
            /** @description The stage that moves it; null for a free one. */
            boundStage: string | null;
        };
        StageSummaryDto: {
            stage: string;
            versions: number[];
        };
        ModelDto: {
            /** @description Accepted wherever a name is. */
            id: string;
            name: string;
            description: string;
            owner: components["schemas"]["ActorDto"];
            tags: {
                [key: string]: string;
            };
            aliases: components["schemas"]["AliasDto"][];
            /** @description The highest number ever given; 0 before the first version. */
            lastVersion: number;
            /** @description What stands in each stage but None and Archived. */
            stages: components["schemas"]["StageSummaryDto"][];
            /** @description The ETag, without quotes. */
            revision: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ModelPageDto: {
            items: components["schemas"]["ModelDto"][];
            nextCursor: string | null;
        };
        UpdateModelDto: {
            description?: string;
        };
        RenameModelDto: {
            name: string;
        };
        TagValueDto: {
            value: string;
        };
        AliasTargetDto: {
            version: number;
        };
        DatasetDto: {
            name: string;
            /** @description algorithm:hex, such as sha256:9f86... */
            digest: string;
            source?: string;
        };
        LineageDto: {
            gitCommit?: string;
            repository?: string;
            datasets?: components["schemas"]["DatasetDto"][];
            ciRun?: string;
        };
        RegisterVersionDto: {
            /** @description Where its bytes are, outside; leave it out to upload them. */
            source?: string;
            runId?: string;
            runLink?: string;
            description?: string;
            lineage?: components["schemas"]["LineageDto"];
            tags?: {
                [key: string]: string;
            };
            metrics?: {
                [key: string]: number | ("NaN" | "Infinity" | "-Infinity");
            };
            params?: {
                [key: string]: string;
            };
        };
        CheckDto: {
            name: string;
            /** @enum {string} */
            status: "pending" | "success" | "failure" | "error" | "neutral";
            summary: string;
            url: string | null;
            reporter: components["schemas"]["ActorDto"];
            /** Format: date-time */
            reportedAt: string;
        };
        VersionDto: {
            id: string;
            model: string;
            modelId: string;
            version: number;
            /** @description The name of the stage where it stands. */
            stage: string;
            /** @enum {string} */
            status: "PENDING_REGISTRATION" | "READY" | "FAILED_REGISTRATION";
            statusMessage: string | null;
            /** @enum {string} */
            integrity: "verified" | "unverified" | "damaged";
            source: string;
            runId: string | null;
            runLink: string | null;
            description: string;
            aliases: string[];
            tags: {
                [key: string]: string;
            };
            metrics: {
                [key: string]: number | ("NaN" | "Infinity" | "-Infinity");
            };
            params: {
                [key: string]: string;
            };
            checks: components["schemas"]["CheckDto"][];
            lineage: components["schemas"]["LineageDto"];
            manifestDigest: string | null;
            /** @description Bytes of all its artifacts. */
            artifactBytes: number;
            creator: components["schemas"]["ActorDto"];
            /** @description The ETag, without quotes. */
            revision: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        VersionPageDto: {
            items: components["schemas"]["VersionDto"][];
            nextCursor: string | null;
        };
        UpdateVersionDto: {
            description?: string;
            /** @description null removes it. */
            runLink?: string | null;
        };
        ReportCheckDto: {
            /** @enum {string} */
            status: "pending" | "success" | "failure" | "error" | "neutral";
            summary?: string;
            /** @description http or https */
            url?: string;
        };
        ReasonDto: {
            code: string;
            message: string;
        };
        ForecastEffectsDto: {
            fromStage: string;
            toStage: string;
            /** @description Versions that would be archived. */
            archivedVersions: number[];
            /** @description Aliases that would move. */
            aliases: string[];
            /** @description Deploy targets that would run. */
            deployTargets: string[];
            liftsHold: boolean;
        };
        ForecastDto: {
            /** @enum {string} */
            verdict: "pass" | "wait" | "refuse" | "already-there";
            reasons: components["schemas"]["ReasonDto"][];
            effects: components["schemas"]["ForecastEffectsDto"] | null;
        };
        ApprovalDto: {
            id: string;
            actor: components["schemas"]["ActorDto"];
            /** @enum {string} */
            decision: "approve" | "reject";
            comment: string;
            door: string;
            /** Format: date-time */
            createdAt: string;
        };
        PromotionDeploymentDto: {
            id: string;
            /** @description Name of the deploy target. */
            target: string;
            state: string;
        };
        PromotionDto: {
            id: string;
            model: string;
            modelId: string;
            version: number;
            /** @enum {string} */
            kind: "promotion" | "rollback" | "archive";
            /** @enum {string} */
            state: "pending" | "scheduled" | "applied" | "rejected" | "cancelled" | "expired" | "superseded" | "void";
            fromStage: string;
            toStage: string;
            reason: string;
            archiveExisting: boolean;
            allowEmpty: boolean;
            /** @description Who stood in the single-occupancy stage when this was asked for. */
            incumbentVersion: number | null;
            rollbackFrom: number | null;
            incident: string | null;
            archivedVersions: number[];
            requester: components["schemas"]["ActorDto"];
            door: string;
            client: string | null;
            requestId: string | null;
            decidedBy: components["schemas"]["ActorDto"] | null;
            decisionReason: string | null;
            supersededBy: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            closedAt: string | null;
            /** Format: date-time */
            appliedAt: string | null;
            approvals: components["schemas"]["ApprovalDto"][];
            deployments: components["schemas"]["PromotionDeploymentDto"][];
        };
        CreatePromotionDto: {
            /** @description Name or id of the model. */
            model: string;
            version: number;
            /** @description Stage to enter; case does not matter. */
            toStage: string;
            reason?: string;
            /** @description Archive every other version in the stage. True by default where one version may stand, else false. */
            archiveExisting?: boolean;
            /** @description The incumbent that you saw, null for nobody; 409 if it is another now. */
            expectedIncumbent?: number | null;
            /** @description Leave a protected stage empty; needs a reason. */
            allowEmpty?: boolean;
            /** @description Only say what would happen. */
            dryRun?: boolean;
            /** @description The incident (rollback) whose quarantine this promotion asks to lift. */
            incident?: string;
        };
        PromotionPageDto: {
            items: components["schemas"]["PromotionDto"][];
            nextCursor: string | null;
        };
        ApproveBodyDto: {
            comment?: string;
            /** @description The incumbent that you saw, null for nobody; 409 if it is another now. */
            expectedIncumbent?: number | null;
        };
        DecisionBodyDto: {
            comment?: string;
        };
        CommentBodyDto: {
            body: string;
        };
        CommentDto: {
            id: string;
            actor: components["schemas"]["ActorDto"];
            body: string;
            /** Format: date-time */
            createdAt: string;
        };
        CommentPageDto: {
            items: components["schemas"]["CommentDto"][];
            nextCursor: string | null;
        };
        OverviewStageDto: {
            stage: string;
            version: number;
            /** Format: date-time */
            since: string;
            held: boolean;
        };
        OverviewDto: {
            model: string;
            modelId: string;
            stages: components["schemas"]["OverviewStageDto"][];
        };
        OverviewPageDto: {
            items: components["schemas"]["OverviewDto"][];
            nextCursor: string | null;
        };
        PlacementDto: {
            version: number;
            stage: string;
            /** Format: date-time */
            from: string;
            /**
             * Format: date-time
             * @description null while it stands.
             */
            to: string | null;
            /** @enum {string} */
            kind: "registered" | "promotion" | "rollback" | "archive" | "displaced";
            promotionId: string | null;
            /** @description All its deployments succeeded (or no target matched). */
            verified: boolean;
            by: components["schemas"]["ActorDto"] | null;
            door: string | null;
            reason: string | null;
        };
        LiveTargetDto: {
            id: string;
            name: string;
            version: number | null;
            /** Format: date-time */
            at: string | null;
        };
        LiveDto: {
            version: number | null;
            /** Format: date-time */
            at: string | null;
            targets: components["schemas"]["LiveTargetDto"][];
        };
        HoldDto: {
            reason: string;
            by: components["schemas"]["ActorDto"];
            /** Format: date-time */
            since: string;
            promotionId: string | null;
        };
        BoardRequestDto: {
            id: string;
            version: number;
            state: string;
            requester: components["schemas"]["ActorDto"];
            /** Format: date-time */
            createdAt: string;
        };
        BoardQuarantineDto: {
            version: number;
            incident: string;
            reason: string;
            /** Format: date-time */
            since: string;
        };
        BoardStageDto: {
            stage: string;
            versions: components["schemas"]["PlacementDto"][];
            /** @description More versions stand there than are listed. */
            truncated: boolean;
            live: components["schemas"]["LiveDto"];
            hold: components["schemas"]["HoldDto"] | null;
            /** Format: date-time */
            asOf: string;
            ordinal: number;
            /** @enum {string} */
            occupancy: "one" | "many";
            protected: boolean;
            boundAlias: string | null;
            openRequests: components["schemas"]["BoardRequestDto"][];
            quarantines: components["schemas"]["BoardQuarantineDto"][];
        };
        BoardDto: {
            stages: components["schemas"]["BoardStageDto"][];
        };
        StageAtDto: {
            stage: string;
            versions: components["schemas"]["PlacementDto"][];
            /** @description More versions stand there than are listed. */
            truncated: boolean;
            live: components["schemas"]["LiveDto"];
            hold: components["schemas"]["HoldDto"] | null;
            /** Format: date-time */
            asOf: string;
        };
        PlacementPageDto: {
            items: components["schemas"]["PlacementDto"][];
            nextCursor: string | null;
        };
        RollBackDto: {
            /** @description The version that stands there and is to go. */
            from: number;
            /** @description The version to go back to; the last verified one if not given. */
            to?: number;
            reason: string;
        };
        ReasonBodyDto: {
            reason: string;
        };
        OptionalReasonBodyDto: {
            reason?: string;
        };
        StageDefinitionViewDto: {
            name: string;
            /**
             * @description How many versions of one model may stand there at once.
             * @enum {string}
             */
            occupancy: "one" | "many";
            /** @description Moving into or out of it needs the production manager. */
            protected: boolean;
            /** @description The alias that moves with its incumbent. */
            boundAlias: string | null;
            /** @description The name in lower case, by which stages match. */
            key: string;
            ordinal: number;
            /** @description Cannot be renamed or removed. */
            builtIn: boolean;
        };
        StageDefinitionsDto: {
            stages: components["schemas"]["StageDefinitionViewDto"][];
            revision: number;
        };
        StageDefinitionDto: {
            name: string;
            /**
             * @description How many versions of one model may stand there at once.
             * @enum {string}
             */
            occupancy: "one" | "many";
            /** @description Moving into or out of it needs the production manager. */
            protected: boolean;
            /** @description The alias that moves with its incumbent. */
            boundAlias: string | null;
            /** @description Read-only: ignored. */
            readonly key?: string;
            /** @description Read-only: ignored. */
            readonly ordinal?: number;
            /** @description Read-only: ignored. */
            readonly builtIn?: boolean;
        };
        DefineStagesDto: {
            stages: components["schemas"]["StageDefinitionDto"][];
            /** @description Read-only: ignored. */
            readonly revision?: number;
        };
        ServiceVersionDto: {
            name: string;
            /** @description Semantic version of the service. */
            version: string;
            /** @description Version of this API; `v1` only ever grows. */
            api: string;
        };
        CreateWebhookDto: {
            /** @description Where events are posted to: https, or an address that SLIPWAY_OUTBOUND_ALLOW names. */
            url: string;
            description?: string;
            /** @description Event types, or globs of them such as 'version.*'; '*' means all. */
            eventTypes: string[];
            /** @description '*', '<name or glob>' or 'model:<name or glob>', shown with its prefix; null for the whole registry, which needs an administrator. */
            models?: string | null;
            /** @description Only events about these stages; empty for all. */
            stages?: string[];
            /** @description Send one event of a model at a time: a failing delivery holds back later ones of its model. */
            ordered?: boolean;
        };
        CreatedWebhookDto: {
            id: string;
            url: string;
            description: string;
            eventTypes: string[];
            models: string | null;
            stages: string[];
            format: string;
            /** @description The version of the payloads that it is sent; fixed at its creation. */
            apiVersion: string;
            ordered: boolean;
            /**
             * @description disabled: nothing but failure for five days; gone: it answered 410.
             * @enum {string}
             */
            state: "active" | "paused" | "disabled" | "gone";
            stateReason: string | null;
            /** @description Only what this owner may read is sent. */
            owner: components["schemas"]["ActorDto"];
            /** @description Attempts that failed since the last success. */
            failuresInRow: number;
            /** Format: date-time */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description While failures hold sends back: when the next probe may start.
             */
            circuitOpenUntil: string | null;
            /**
             * Format: date-time
             * @description While a rotation lasts: until when the old secret signs too.
             */
            previousSecretUntil: string | null;
            revision: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Signs what is sent (Standard Webhooks). Null in the answer to a repeat under the same Idempotency-Key. */
            secret: string | null;
        };
        WebhookDto: {
            id: string;
            url: string;
            description: string;
            eventTypes: string[];
            models: string | null;
            stages: string[];
            format: string;
            /** @description The version of the payloads that it is sent; fixed at its creation. */
            apiVersion: string;
            ordered: boolean;
            /**
             * @description disabled: nothing but failure for five days; gone: it answered 410.
             * @enum {string}
             */
            state: "active" | "paused" | "disabled" | "gone";
            stateReason: string | null;
            /** @description Only what this owner may read is sent. */
            owner: components["schemas"]["ActorDto"];
            /** @description Attempts that failed since the last success. */
            failuresInRow: number;
            /** Format: date-time */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description While failures hold sends back: when the next probe may start.
             */
            circuitOpenUntil: string | null;
            /**
             * Format: date-time
             * @description While a rotation lasts: until when the old secret signs too.
             */
            previousSecretUntil: string | null;
            revision: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WebhookPageDto: {
            items: components["schemas"]["WebhookDto"][];
            nextCursor: string | null;
        };
        UpdateWebhookDto: {
            url?: string;
            description?: string;
            /** @description Event types, or globs of them such as 'version.*'; '*' means all. */
            eventTypes?: string[];
            /** @description '*', '<name or glob>' or 'model:<name or glob>', shown with its prefix; null for the whole registry, which needs an administrator. */
            models?: string | null;
            /** @description Only events about these stages; empty for all. */
            stages?: string[];
            /** @description Send one event of a model at a time: a failing delivery holds back later ones of its model. */
            ordered?: boolean;
            /**
             * @description active also starts one again that was disabled or is gone.
             * @enum {string}
             */
            state?: "active" | "paused";
        };
        RotateSecretDto: {
            /** @description Hours in which the old secret signs too; 24 if not given, 0 ends all former ones at once. */
            overlapHours?: number;
        };
        RotatedSecretDto: {
            /** @description Shown this once. Null in the answer to a repeat under the same Idempotency-Key. */
            secret: string | null;
            /**
             * Format: date-time
             * @description Until then the old secret signs too.
             */
            previousUntil: string;
        };
        RedeliverDto: {
            /**
             * Format: date-time
             * @description Deliveries made at this time or later ...
             */
            since: string;
            /**
             * Format: date-time
             * @description ... and before this one.
             */
            until?: string;
            /**
             * @description dead if not given.
             * @enum {string}
             */
            status?: "dead" | "delivered" | "all";
        };
        RedeliveredDto: {
            /** @description Of the redelivery, by which it is seen and cancelled. */
            id: string;
            /** @description So far. A repeat under the same Idempotency-Key sends nothing again and tells how many the first one came to by then. */
            redelivered: number;
            /** @description Others follow by themselves, some thousands a second; nothing need be asked again. */
            more: boolean;
        };
        RedeliveryDto: {
            id: string;
            /**
             * @description stopped: the endpoint is gone (it answered 410).
             * @enum {string}
             */
            state: "running" | "done" | "cancelled" | "stopped";
            /**
             * @description The deliveries that it sends again.
             * @enum {string}
             */
            status: "dead" | "delivered" | "all";
            /**
             * Format: date-time
             * @description Of deliveries made at this time or later ...
             */
            since: string;
            /**
             * Format: date-time
             * @description ... and before this one.
             */
            until: string;
            /** @description Deliveries that it has made pending so far. */
            redelivered: number;
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            endedAt: string | null;
        };
        RedeliveryPageDto: {
            items: components["schemas"]["RedeliveryDto"][];
            nextCursor: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    downloadArtifact: {
        parameters: {
            query?: {
                /** @description `true`: be sent to the object store where the files are in one; without chunks being verified on the way. */
                redirect?: boolean;
            };
            header?: {
                /** @description One range of bytes. */
                Range?: string;
            };
            path: {
                /** @description Path of the file inside the version; slashes separate folders. */
                path: string;
                version: number;
                /** @description Name or id of the model. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The range */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description If-None-Match names these bytes */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description To the object store, on demand */
            307: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The range lies outside */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    uploadArtifact: {
        parameters: {
            query?: never;
            header?: {
                /** @description sha-256=:Base64: of the bytes; compared before they are kept. */
                "Repr-Digest"?: string;
            };
            path: {
                /** @description Path of the file inside the version; slashes separate folders. */
                path: string;
                version: number;
                /** @description Name or id of the model. */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description It replaced a file of the same path */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestFileDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestFileDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The store is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getManifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    finalizeVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FinalizeDto"];
            };
        };
        responses: {
            /** @description The same answer to every repeat */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    verifyVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Name or id of a model. */
                model?: string;
                /** @description Id of who acted. */
                actor?: string;
                action?: string;
                objectType?: string;
                /** @description From this time on. */
                since?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description First position; 1 if not given. */
                since?: number;
                /** @description Last position; the newest sealed entry if not given. */
                until?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line for each entry, `{position, prevHash, hash, entry}`, then `{end}` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getAuditCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getAuditKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-pem-file": string;
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAuditKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditKeyPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDeployTargets: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployTargetPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createDeployTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDeployTargetDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployTargetDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDeployTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployTargetDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteDeployTarget: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateDeployTarget: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateDeployTargetDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployTargetDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Name or id of a model. */
                model?: string;
                /** @description Stage; case does not matter. */
                stage?: string;
                state?: "queued" | "reconciling" | "dispatched" | "running" | "succeeded" | "failed" | "cancelled" | "timed_out" | "superseded";
                /** @description Name or id of a deploy target. */
                target?: string;
                /** @description Id of a promotion. */
                promotion?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    retryDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Queued again, attempt + 1 */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled, or GitHub is being asked */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Id of an endpoint. */
                endpoint?: string;
                eventType?: string;
                state?: "pending" | "delivered" | "failing" | "dead";
                /** @description Name or id of a model. */
                model?: string;
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Event types or globs such as `promotion.*`, separated by commas; all if not given. */
                types?: string[];
                /** @description Name or id of a model. */
                model?: string;
                /** @description A stage that the event is about; case does not matter. */
                stage?: string;
                /** @description Events after this position only; 410 when those are no longer kept. */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Problem */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description Event types or globs such as `promotion.*`, separated by commas; all if not given. */
                types?: string[];
                /** @description Name or id of a model. */
                model?: string;
                /** @description A stage that the event is about; case does not matter. */
                stage?: string;
                /** @description Events after this position only; 410 when those are no longer kept. From now on if not given; `Last-Event-ID` wins. */
                after?: number;
            };
            header?: {
                /** @description Position of the last event that was seen: what followed is sent first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each `data` is one event, its `id` the position */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Problem */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateGroup: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateGroupDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listGroupMembers: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupMemberPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    addGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRoleBindings: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Those of this user, group or service account. */
                subjectId?: string;
                /** @description Those on exactly this pattern. */
                pattern?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBindingPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    grantRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantRoleDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBindingDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRoleBinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBindingDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    revokeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listServiceAccounts: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Those of this user. */
                ownerId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createServiceAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceAccountDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteServiceAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateServiceAccount: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateServiceAccountDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Those of this user or service account. */
                holderId?: string;
                /** @description Those that were minted with the token of this id. */
                mintedWith?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    mintToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MintTokenDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MintedTokenDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: {
                /** @description Also every token that was minted with it, and with those, whoever they speak for. For a token that was stolen. */
                withMinted?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    beginUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginUploadDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The store is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: {
                /** @description Only parts with a greater number: `nextAfter` of the page before. */
                after?: number;
                /** @description Parts of a page; 100 if not given. */
                limit?: number;
                /** @description Only parts that have not arrived. */
                missing?: boolean;
            };
            header?: never;
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    abortUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putUploadPart: {
        parameters: {
            query?: {
                /** @description Seconds since 1970 until which the address works. */
                expires?: number;
                /** @description Bytes that the part must have. */
                size?: number;
                /** @description Instead of a credential; allows this part of this upload in this size and nothing else. */
                signature?: string;
            };
            header?: {
                /** @description sha-256=:Base64: of the bytes; compared before they are kept. */
                "Repr-Digest"?: string;
            };
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
                upload: string;
                part: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrivedPartDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The store is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Name or id of the model. */
                model: string;
                version: number;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Completed; the same answer to every repeat */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDto"];
                };
            };
            /** @description The bytes are still being read and compared */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description The one of this name. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateUserDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Clauses joined by AND, such as name ILIKE 'churn%' AND tags.team = 'risk' */
                filter?: string;
                /** @description Such as: createdAt desc, name */
                orderBy?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateModelDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteModel: {
        parameters: {
            query?: {
                /** @description Also from a stage other than None and Archived; needs the right to change that stage. */
                force?: boolean;
                /** @description Also where this leaves a protected stage empty; needs a reason. */
                allowEmpty?: boolean;
                reason?: string;
            };
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateModelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    renameModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameModelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setModelTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagValueDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeModelTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                alias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                alias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasTargetDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                alias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listModelVersions: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Clauses joined by AND, such as name ILIKE 'churn%' AND tags.team = 'risk' */
                filter?: string;
                /** @description Such as: createdAt desc, name */
                orderBy?: string;
            };
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    registerVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RegisterVersionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Clauses joined by AND, such as name ILIKE 'churn%' AND tags.team = 'risk' */
                filter?: string;
                /** @description Such as: createdAt desc, name */
                orderBy?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteVersion: {
        parameters: {
            query?: {
                /** @description Also from a stage other than None and Archived; needs the right to change that stage. */
                force?: boolean;
                /** @description Also where this leaves a protected stage empty; needs a reason. */
                allowEmpty?: boolean;
                reason?: string;
            };
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateVersionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setVersionTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: number;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagValueDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeVersionTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: number;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: (number | ("NaN" | "Infinity" | "-Infinity")) | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logParams: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you read; left out, or *, for any. */
                "If-Match"?: string;
            };
            path: {
                model: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    reportCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: number;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportCheckDto"];
            };
        };
        responses: {
            /** @description The version, with the check in `checks` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listPromotions: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Name or id of a model. */
                model?: string;
                state?: "pending" | "scheduled" | "applied" | "rejected" | "cancelled" | "expired" | "superseded" | "void";
                /** @description Target stage; case does not matter. */
                stage?: string;
                /** @description Id of who asked. */
                requester?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createPromotion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePromotionDto"];
            };
        };
        responses: {
            /** @description Already there (the standing promotion), or the answer to a dry run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"] | components["schemas"]["ForecastDto"];
                };
            };
            /** @description Applied */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Waits; your own open request where there is one */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPromotion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    approvePromotion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveBodyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rejectPromotion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecisionBodyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelPromotion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecisionBodyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listPromotionComments: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    commentPromotion: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentBodyDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getStage: {
        parameters: {
            query?: {
                /** @description The instant; now if not given. */
                at?: string;
            };
            header?: never;
            path: {
                model: string;
                stage: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageAtDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHistory: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only this stage; case does not matter. */
                stage?: string;
            };
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rollBackStage: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                model: string;
                stage: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    holdStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                stage: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBodyDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    releaseStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                stage: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OptionalReasonBodyDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    liftQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: number;
                stage: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBodyDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getStageDefinitions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageDefinitionsDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    defineStages: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefineStagesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageDefinitionsDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getServiceVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceVersionDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhookDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what you read. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Changed since it was read */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSecretDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedSecretDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    redeliverToWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeliverDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeliveredDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state, or a change by somebody else, does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The body is over the limit */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The media type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Refused by a rule; `errors` lists the reasons */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRedeliveries: {
        parameters: {
            query?: {
                /** @description Items of a page; 50 if not given. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeliveryPageDto"];
                };
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelRedelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                redelivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A valid credential is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A right is missing; the detail names it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or none that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The database cannot do it now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    "webhook_model.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "model.created";
                    data: {
                        requestId: string | null;
                        description: string;
                        owner: string;
                        tags: {
                            [key: string]: string;
                        };
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_model.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "model.updated";
                    data: {
                        requestId: string | null;
                        changed: string[];
                        links?: {
                            [key: string]: string;
                        };
                        description?: string;
                        owner?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_model.renamed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "model.renamed";
                    data: {
                        requestId: string | null;
                        name: string;
                        previousName: string;
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_model.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "model.deleted";
                    data: {
                        requestId: string | null;
                        /** @description Versions deleted with it. */
                        versions: number;
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_model.tag_set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "model.tag_set";
                    data: {
                        requestId: string | null;
                        key: string;
                        value: string;
                        links?: {
                            [key: string]: string;
                        };
                        previousValue?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_model.tag_removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "model.tag_removed";
                    data: {
                        requestId: string | null;
                        key: string;
                        links?: {
                            [key: string]: string;
                        };
                        previousValue?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.registered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.registered";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        source: string;
                        runId: string | null;
                        manifestDigest: string | null;
                        integrity: string;
                        links?: {
                            [key: string]: string;
                        };
                        gitCommit?: string | null;
                        stage?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.updated";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        changed: string[];
                        links?: {
                            [key: string]: string;
                        };
                        description?: string;
                        status?: string;
                        integrity?: string;
                        metrics?: string[];
                        params?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.deleted";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        /** @description Where it stood. */
                        stage: string;
                        links?: {
                            [key: string]: string;
                        };
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.tag_set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.tag_set";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        key: string;
                        value: string;
                        links?: {
                            [key: string]: string;
                        };
                        previousValue?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.tag_removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.tag_removed";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        key: string;
                        links?: {
                            [key: string]: string;
                        };
                        previousValue?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.quarantined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.quarantined";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        incident: string;
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_version.unquarantined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "version.unquarantined";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        incident: string;
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_alias.set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "alias.set";
                    data: {
                        requestId: string | null;
                        alias: string;
                        /** @description The number of the version. */
                        version: number;
                        links?: {
                            [key: string]: string;
                        };
                        previousVersion?: number | null;
                        boundStage?: string | null;
                        promotionId?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_alias.removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "alias.removed";
                    data: {
                        requestId: string | null;
                        alias: string;
                        version: number | null;
                        links?: {
                            [key: string]: string;
                        };
                        boundStage?: string | null;
                        promotionId?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.requested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.requested";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                        /** Format: date-time */
                        expiresAt?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.commented": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.commented";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        /** @description The comment. */
                        body: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                        commentId?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.approved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.approved";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                        comment?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.rejected";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                        comment?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.cancelled";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.expired";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.superseded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.superseded";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        /** @description The promotion that was applied. */
                        supersededBy: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.voided": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.voided";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.scheduled";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string;
                        /** @enum {string} */
                        kind?: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                        previousVersion?: number | null;
                        until?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_promotion.applied": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "promotion.applied";
                    data: {
                        requestId: string | null;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        toStage: string;
                        fromStage: string;
                        /** @enum {string} */
                        kind: "promotion" | "rollback" | "archive";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        previousVersion: number | null;
                        archivedVersions: number[];
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_stage.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "stage.changed";
                    data: {
                        requestId: string | null;
                        stage: string;
                        version: number | null;
                        previousVersion: number | null;
                        /** @enum {string} */
                        kind: "promotion" | "rollback" | "archive" | "registered" | "deleted";
                        promotionId: string | null;
                        links?: {
                            [key: string]: string;
                        };
                        fromStage?: string | null;
                        toStage?: string | null;
                        /** @description What the actor gave as the reason; may be empty. */
                        reason?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_stage.held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "stage.held";
                    data: {
                        requestId: string | null;
                        stage: string;
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        links?: {
                            [key: string]: string;
                        };
                        promotionId?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_stage.released": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "stage.released";
                    data: {
                        requestId: string | null;
                        stage: string;
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        links?: {
                            [key: string]: string;
                        };
                        promotionId?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.dispatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.dispatched";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.started";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.succeeded";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.failed";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.cancelled";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.timed_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.timed_out";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_deployment.superseded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "deployment.superseded";
                    data: {
                        requestId: string | null;
                        deploymentId: string;
                        promotionId: string;
                        /** @description The number of the version. */
                        version: number;
                        stage: string;
                        /** @description The name of the deploy target. */
                        target: string;
                        /** @description Counted per model, stage and target. */
                        generation: number;
                        attempt: number;
                        links?: {
                            [key: string]: string;
                        };
                        runId?: string | null;
                        runUrl?: string | null;
                        conclusion?: string | null;
                        error?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_check.reported": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "check.reported";
                    data: {
                        requestId: string | null;
                        /** @description The number of the version. */
                        version: number;
                        name: string;
                        status: string;
                        links?: {
                            [key: string]: string;
                        };
                        summary?: string;
                        url?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_rollback.impossible": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "rollback.impossible";
                    data: {
                        requestId: string | null;
                        stage: string;
                        version: number | null;
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        links?: {
                            [key: string]: string;
                        };
                        explanation?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_endpoint.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "endpoint.disabled";
                    data: {
                        requestId: string | null;
                        endpointId: string;
                        /** @enum {string} */
                        state: "disabled" | "gone";
                        /** @description What the actor gave as the reason; may be empty. */
                        reason: string;
                        links?: {
                            [key: string]: string;
                        };
                        /** @description Without its query, which may hold a secret. */
                        url?: string;
                        failures?: number;
                        failingSince?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook_webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stable over all attempts and endpoints: de-duplicate by it. */
                    id: string;
                    /**
                     * Format: date-time
                     * @description When the change was made.
                     */
                    timestamp: string;
                    /** @constant */
                    apiVersion: "2026-11-01";
                    workspace: string;
                    model: string | null;
                    modelId: string | null;
                    sequence: number | null;
                    /** @description Gapless over all events of the workspace. */
                    position: number;
                    actor: {
                        /** @enum {string} */
                        type: "user" | "service_account" | "ci" | "anonymous" | "system";
                        id: string;
                        name: string;
                    };
                    /** @enum {string} */
                    door: "rest" | "graphql" | "mlflow" | "databricks" | "slack" | "automation";
                    /** @constant */
                    type: "webhook.test";
                    data: {
                        requestId: string | null;
                        endpointId: string;
                        links?: {
                            [key: string]: string;
                        };
                        message?: string;
                        test?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Received. Anything else is tried again; 410 ends the subscription. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
