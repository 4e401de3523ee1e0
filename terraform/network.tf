# The database's own network, and the functions' way into it.

resource "google_compute_network" "this" {
  count                   = var.private_network ? 1 : 0
  project                 = var.project
  name                    = var.name
  auto_create_subnetworks = false
  depends_on              = [google_project_service.this]
}

resource "google_compute_global_address" "database" {
  count         = var.private_network ? 1 : 0
  project       = var.project
  name          = "${var.name}-database"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 20
  network       = google_compute_network.this[0].id
  labels        = local.labels
}

resource "google_service_networking_connection" "database" {
  count                   = var.private_network ? 1 : 0
  network                 = google_compute_network.this[0].id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.database[0].name]
}

# Functions reach private addresses alone through it; everything else goes out directly.
resource "google_vpc_access_connector" "this" {
  count         = var.private_network ? 1 : 0
  project       = var.project
  region        = var.region
  name          = var.name
  network       = google_compute_network.this[0].name
  ip_cidr_range = "10.8.0.0/28"
  machine_type  = "e2-micro"
  min_instances = 2
  max_instances = 4
}

# Where Cloud Build runs migrations from, inside the network.
resource "google_cloudbuild_worker_pool" "this" {
  count    = var.private_network ? 1 : 0
  project  = var.project
  location = var.region
  name     = var.name
  worker_config {
    machine_type = "e2-standard-2"
    disk_size_gb = 100
  }
  network_config {
    peered_network = google_compute_network.this[0].id
  }
  depends_on = [google_service_networking_connection.database]
}
