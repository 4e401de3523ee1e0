# How finished objects become events, and where events go that a function could not deal with in a day.

resource "google_pubsub_topic_iam_member" "dead_letters" {
  project = var.project
  topic   = google_pubsub_topic.dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.agents.topics
}

# Cloud Storage publishes what it has finished.
resource "google_project_iam_member" "storage_publisher" {
  project = var.project
  role    = "roles/pubsub.publisher"
  member  = data.google_storage_project_service_account.this.member
}

resource "google_pubsub_topic" "dead_letters" {
  project                    = var.project
  name                       = "${var.name}-dead-letters"
  labels                     = local.labels
  kms_key_name               = var.kms_key
  message_retention_duration = "2678400s"
  depends_on                 = [google_project_service.this, google_kms_crypto_key_iam_member.agents]
}

# Keeps dead letters until somebody has looked at them.
resource "google_pubsub_subscription" "dead_letters" {
  project                    = var.project
  name                       = "${var.name}-dead-letters"
  topic                      = google_pubsub_topic.dead_letters.id
  labels                     = local.labels
  message_retention_duration = "2678400s"
  expiration_policy {
    ttl = ""
  }
}

# Eventarc makes the subscription of a trigger itself and lets nobody but its owner name a topic for
# dead letters; Google's way is this command. It changes nothing when it is run again.
resource "terraform_data" "dead_letters" {
  for_each         = local.event_functions
  triggers_replace = [module.function[each.key].trigger, google_pubsub_topic.dead_letters.id]
  provisioner "local-exec" {
    command = "${path.module}/set-dead-letters.sh"
    environment = {
      PROJECT = var.project
      TRIGGER = module.function[each.key].trigger
      TOPIC   = google_pubsub_topic.dead_letters.id
      MEMBER  = local.agents.topics
    }
  }
}
