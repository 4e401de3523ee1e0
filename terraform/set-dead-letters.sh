#!/usr/bin/env bash
# Names the topic for the dead letters of an Eventarc trigger's subscription, and lets Pub/Sub take them from it.
# https://cloud.google.com/eventarc/docs/retry-events
set -euo pipefail
region=$(cut -d/ -f4 <<<"$TRIGGER")
subscription=$(gcloud eventarc triggers describe "$TRIGGER" --location "$region" --project "$PROJECT" \
  --format 'value(transport.pubsub.subscription)')
gcloud pubsub subscriptions update "$subscription" --project "$PROJECT" \
  --dead-letter-topic "$TOPIC" --max-delivery-attempts 100
gcloud pubsub subscriptions add-iam-policy-binding "$subscription" --project "$PROJECT" \
  --member "$MEMBER" --role roles/pubsub.subscriber
