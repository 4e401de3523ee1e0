# One page: what is loaded, refused, backed up, asked and failing.

locals {
  charts = [
    { title = "Records read", filter = local.counted.records_read, aligner = "ALIGN_DELTA", by = null },
    { title = "Records refused", filter = local.counted.records_rejected, aligner = "ALIGN_DELTA", by = null },
    { title = "Loads failed", filter = local.counted.loads_failed, aligner = "ALIGN_DELTA", by = null },
    { title = "Backup sets finished", filter = local.counted.backups_finished, aligner = "ALIGN_DELTA", by = null },
    { title = "Requests failed", filter = local.counted.requests_failed, aligner = "ALIGN_DELTA", by = "resource.label.service_name" },
    { title = "Answers, 95th percentile (ms)", filter = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.ours}", aligner = "ALIGN_PERCENTILE_95", by = "resource.label.service_name" },
    { title = "Instances", filter = "metric.type=\"run.googleapis.com/container/instance_count\" AND ${local.ours}", aligner = "ALIGN_MAX", by = "resource.label.service_name" },
    { title = "Memory, share of the limit", filter = "metric.type=\"run.googleapis.com/container/memory/utilizations\" AND ${local.ours}", aligner = "ALIGN_PERCENTILE_99", by = "resource.label.service_name" },
    { title = "Database, share of its processors", filter = "metric.type=\"cloudsql.googleapis.com/database/cpu/utilization\" AND resource.type=\"cloudsql_database\"", aligner = "ALIGN_MEAN", by = null },
    { title = "Database, connections", filter = "metric.type=\"cloudsql.googleapis.com/database/network/connections\" AND resource.type=\"cloudsql_database\"", aligner = "ALIGN_MEAN", by = null },
  ]
}

resource "google_monitoring_dashboard" "this" {
  project = var.project
  dashboard_json = jsonencode({
    displayName = var.name
    labels      = { for label in values(local.labels) : label => "" }
    gridLayout = {
      columns = 2
      widgets = [
        for chart in local.charts : {
          title = chart.title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = chart.filter
                  aggregation = merge(
                    { alignmentPeriod = "300s", perSeriesAligner = chart.aligner },
                    chart.by == null ? {} : { crossSeriesReducer = "REDUCE_MAX", groupByFields = [chart.by] },
                  )
                }
              }
            }]
          }
        }
      ]
    }
  })
  depends_on = [google_project_service.this]
}
