output "member" {
  description = "The function's service account, as grants name it."
  value       = google_service_account.this.member
}

output "email" {
  description = "The function's service account, by e-mail."
  value       = google_service_account.this.email
}

output "service" {
  description = "The Cloud Run service under the function."
  value       = google_cloudfunctions2_function.this.name
}

output "url" {
  description = "The function's own URL."
  value       = google_cloudfunctions2_function.this.url
}

output "trigger" {
  description = "The Eventarc trigger of a function that events wake."
  value       = local.is_event ? google_cloudfunctions2_function.this.event_trigger[0].trigger : null
}
