# The bot's own secret, and a role that may read it and nothing else: see docs/secrets.md.
# The value is put in by hand (`aws secretsmanager put-secret-value`), so that it never stands in a state file.

terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

variable "oidc_provider_arn" {
  description = "ARN of the IAM OpenID Connect provider of the platform that the bot runs on, such as an EKS cluster's."
  type        = string
}

variable "oidc_subject" {
  description = "The bot as the platform names it in the token's sub claim."
  type        = string
  default     = "system:serviceaccount:ai-ops:ai-ops-bot"
}

variable "kms_key_arn" {
  description = "A KMS key of your own for the bot's secret; null for the key that AWS manages."
  type        = string
  default     = null
}

resource "aws_secretsmanager_secret" "bot" {
  name                    = "ai-ops/bot"
  description             = "Credentials of the AI Ops bot: a JSON object whose keys are variable names."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 7
}

# The keys of LangGraph and Codex belong to the workflows. The bot only looks at when they changed.
data "aws_secretsmanager_secret" "watched" {
  for_each = toset(["ai/ops/codex", "ai/ops/langgraph"])
  name     = each.key
}

data "aws_iam_policy_document" "bot" {
  statement {
    sid       = "ReadOwnSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.bot.arn]
  }

  statement {
    sid       = "WatchKeysOfTheWorkflows"
    actions   = ["secretsmanager:DescribeSecret"]
    resources = [for secret in data.aws_secretsmanager_secret.watched : secret.arn]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]
    content {
      sid       = "DecryptOwnSecret"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:SecretARN"
        values   = [aws_secretsmanager_secret.bot.arn]
      }
    }
  }
}

data "aws_iam_openid_connect_provider" "platform" {
  arn = var.oidc_provider_arn
}

locals {
  issuer = trimprefix(data.aws_iam_openid_connect_provider.platform.url, "https://")
}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "TheBotAndNobodyElse"
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.oidc_provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = [var.oidc_subject]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "bot" {
  name                 = "ai-ops-bot"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "bot" {
  name   = "ai-ops-bot-secrets"
  role   = aws_iam_role.bot.id
  policy = data.aws_iam_policy_document.bot.json
}

# What the bot's environment needs besides AWS_REGION; the platform adds AWS_WEB_IDENTITY_TOKEN_FILE.
output "environment" {
  value = {
    AWS_ROLE_ARN           = aws_iam_role.bot.arn
    AWS_SECRET_IDS         = aws_secretsmanager_secret.bot.name
    AWS_WATCHED_SECRET_IDS = join(",", keys(data.aws_secretsmanager_secret.watched))
  }
}
