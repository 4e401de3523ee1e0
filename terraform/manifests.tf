# What each function needs stands in its function.yaml; the files here give it.

locals {
  manifests = {
    for file in fileset("${path.module}/../functions", "*/function.yaml") :
    dirname(file) => yamldecode(file("${path.module}/../functions/${file}"))
  }

  http_functions  = { for name, manifest in local.manifests : name => manifest if can(manifest.trigger.http) }
  event_functions = { for name, manifest in local.manifests : name => manifest if can(manifest.trigger.storage) }

  labels = merge(var.labels, { suite = var.name })

  # Each role of each function, by what it is granted on.
  grants = {
    for target in distinct(flatten([for manifest in local.manifests : manifest.roles[*].on])) :
    target => merge([
      for name, manifest in local.manifests : {
        for each in manifest.roles : "${name} ${each.role}" => { function = name, role = each.role }
        if each.on == target
      }
    ]...)
  }
}
