variable "project" {
  description = "Id of the project."
  type        = string
}

variable "region" {
  description = "Region of the function."
  type        = string
}

variable "suite" {
  description = "Name of the installation; begins the names of function and account."
  type        = string
}

variable "name" {
  description = "The function's name: that of its folder, under which it is registered."
  type        = string
}

variable "manifest" {
  description = "The function's function.yaml."
  type        = any
}

variable "labels" {
  description = "Labels of everything that takes some."
  type        = map(string)
}

variable "bundle" {
  description = "Where the function's zip is."
  type = object({
    bucket = string
    object = string
  })
}

variable "settings" {
  description = "What a deployment sets otherwise than function.yaml."
  type = object({
    min_instances = optional(number, 0)
    max_instances = optional(number)
    environment   = optional(map(string), {})
  })
  default = {}
}

variable "environment" {
  description = "Values of the variables, besides those of settings.environment."
  type        = map(string)
}

variable "secrets" {
  description = "Secret of each variable that comes from Secret Manager."
  type        = map(string)
}

variable "drop_bucket" {
  description = "Bucket whose finished objects wake the function; null for a function that HTTP wakes."
  type        = string
  default     = null
}

variable "connector" {
  description = "VPC connector through which private addresses are reached; null for none."
  type        = string
  default     = null
}

variable "is_behind_load_balancer" {
  description = "Refuses requests that come neither through the load balancer nor from inside."
  type        = bool
}

variable "invokers" {
  description = "Who may reach the function (user:…, group:…, serviceAccount:…)."
  type        = map(string)
}

variable "kms_key" {
  description = "Cloud KMS key that encrypts the function's source and image; null for Google's own."
  type        = string
  default     = null
}
