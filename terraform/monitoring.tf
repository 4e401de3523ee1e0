# What is counted of the functions' log lines, and when somebody is told.

locals {
  ours = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^${var.name}-\""

  # A number of log lines each, or what a field of theirs adds up to.
  metrics = {
    loads_failed     = { filter = "jsonPayload.message=\"load failed\"", field = null, what = "Loads that failed." }
    records_read     = { filter = "jsonPayload.message=(\"load finished\" OR \"load failed\")", field = "read", what = "Records that loads have read." }
    records_rejected = { filter = "jsonPayload.message=(\"load finished\" OR \"load failed\")", field = "rejected", what = "Records that loads have refused." }
    backups_finished = { filter = "jsonPayload.message=\"backup finished\"", field = null, what = "Backup sets that were finished." }
    backups_unproven = { filter = "jsonPayload.message=(\"backup damaged\" OR \"backup failed its drill\")", field = null, what = "Backup sets that did not prove what they hold." }
    requests_failed  = { filter = "jsonPayload.message=\"request failed\"", field = null, what = "Requests that were answered with 5xx." }
    events_failed    = { filter = "jsonPayload.message=\"event failed\"", field = null, what = "Events that a function could not deal with." }
  }

  alerts = {
    loads_failed = {
      title  = "A load failed", filter = local.counted.loads_failed, above = 0, seconds = 300
      advice = "GET /loads?state=failed names it and says why; the file can be dropped again."
    }
    backups_unproven = {
      title  = "A backup set is damaged or failed its drill", filter = local.counted.backups_unproven, above = 0, seconds = 300
      advice = "GET /backups names the set and what was found. Take a new set, and keep the older proven one."
    }
    events_failed = {
      title  = "Events fail", filter = local.counted.events_failed, above = 0, seconds = 300
      advice = "They are delivered again for a day, then they go to the dead letters. The log says why."
    }
    requests_failed = {
      title  = "Requests are answered with 5xx", filter = local.counted.requests_failed, above = 5, seconds = 300
      advice = "The log says why under each request's id."
    }
    dead_letters = {
      title   = "A drop was given up"
      filter  = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.dead_letters.name}\""
      above   = 0
      seconds = 300
      advice  = "Pull the subscription's messages: each names an object. Copy it onto itself to have it loaded again, then acknowledge."
    }
  }
  counted = { for name, metric in google_logging_metric.this : name => "metric.type=\"logging.googleapis.com/user/${metric.name}\" AND resource.type=\"cloud_run_revision\"" }
}

resource "google_logging_metric" "this" {
  for_each        = local.metrics
  project         = var.project
  name            = "${var.name}/${each.key}"
  description     = each.value.what
  filter          = "${local.ours} AND ${each.value.filter}"
  value_extractor = each.value.field == null ? null : "EXTRACT(jsonPayload.${each.value.field})"
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = each.value.field == null ? "INT64" : "DISTRIBUTION"
    unit        = "1"
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each     = var.alert_emails
  project      = var.project
  display_name = "${var.name}: ${each.key}"
  type         = "email"
  labels       = { email_address = each.key }
  user_labels  = local.labels
  depends_on   = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "count" {
  for_each              = local.alerts
  project               = var.project
  display_name          = "${var.name}: ${each.value.title}"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  user_labels           = local.labels
  conditions {
    display_name = each.value.title
    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = "0s"
      aggregations {
        alignment_period     = "${each.value.seconds}s"
        per_series_aligner   = each.key == "dead_letters" ? "ALIGN_MAX" : "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    content = each.value.advice
  }
}

# The sum of a distribution is its mean times its count: both are read, and the sums divided.
resource "google_monitoring_alert_policy" "rejects" {
  project               = var.project
  display_name          = "${var.name}: Many records are refused"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  user_labels           = local.labels
  conditions {
    display_name = "More than ${var.rejects_alert_percent} % of an hour's records"
    condition_prometheus_query_language {
      query    = "100 * sum(increase({\"__name__\"=\"logging.googleapis.com/user/${google_logging_metric.this["records_rejected"].name}_sum\"}[1h])) / sum(increase({\"__name__\"=\"logging.googleapis.com/user/${google_logging_metric.this["records_read"].name}_sum\"}[1h])) > ${var.rejects_alert_percent}"
      duration = "0s"
    }
  }
  documentation {
    content = "GET /loads lists the loads; the digest of each says which column and which fault."
  }
}

resource "google_monitoring_alert_policy" "backup_age" {
  project               = var.project
  display_name          = "${var.name}: No backup was finished"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  user_labels           = local.labels
  conditions {
    display_name = "None for ${var.backup_alert_hours} hours"
    condition_absent {
      filter   = local.counted.backups_finished
      duration = "${var.backup_alert_hours * 3600}s"
      aggregations {
        alignment_period     = "3600s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    content = "The log of backup-tables and the Scheduler's job daily-backup say why. POST /backup-data takes a set now."
  }
}

resource "google_monitoring_alert_policy" "latency" {
  project               = var.project
  display_name          = "${var.name}: Answers are slow"
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  user_labels           = local.labels
  conditions {
    display_name = "One answer of twenty takes longer than 5 s"
    condition_threshold {
      filter          = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.ours} AND resource.labels.service_name=monitoring.regex.full_match(\"${var.name}-(track-migration|report-hiring|read-rows|issue-token|serve-console)\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 5000
      duration        = "600s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_PERCENTILE_95"
        cross_series_reducer = "REDUCE_MAX"
        group_by_fields      = ["resource.labels.service_name"]
      }
    }
  }
  documentation {
    content = "Functions that load, back up and restore take their time and are left out. Look at the database's load (Query Insights) and at the instances that are started."
  }
}
