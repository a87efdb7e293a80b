import { defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { eventHandlers } from "../provider/resources/events.ts";
import { EventBuses } from "./buses.ts";
import { createEventBus } from "./operations/create-event-bus.ts";
import { deleteEventBus } from "./operations/delete-event-bus.ts";
import { deleteRule } from "./operations/delete-rule.ts";
import { describeEventBus } from "./operations/describe-event-bus.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { disableRule } from "./operations/disable-rule.ts";
import { enableRule } from "./operations/enable-rule.ts";
import { listEventBuses } from "./operations/list-event-buses.ts";
import { listRuleNamesByTarget } from "./operations/list-rule-names-by-target.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { putPermission } from "./operations/put-permission.ts";
import { putRule } from "./operations/put-rule.ts";
import { putTargets } from "./operations/put-targets.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { removeTargets } from "./operations/remove-targets.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateEventBus } from "./operations/update-event-bus.ts";

/** Amazon EventBridge: buses, rules and their targets. */
export const createEvents: CreateModule = (environment) => ({
  services: [
    defineService(
      {
        id: "events",
        wire: { protocol: "json", version: "1.1", targetPrefix: "AWSEvents", signingName: "events" },
      },
      new EventBuses(environment),
      [
        createEventBus,
        deleteEventBus,
        deleteRule,
        describeEventBus,
        describeRule,
        disableRule,
        enableRule,
        listEventBuses,
        listRuleNamesByTarget,
        listRules,
        listTagsForResource,
        listTargetsByRule,
        putEvents,
        putPermission,
        putRule,
        putTargets,
        removePermission,
        removeTargets,
        tagResource,
        testEventPattern,
        untagResource,
        updateEventBus,
      ],
    ),
  ],
  handlers: eventHandlers,
});
