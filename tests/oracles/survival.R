# The values that tests/integration/survival.rs compares with, by R's survival and etm.
#
#   apt-get install r-base-core r-cran-survival r-cran-etm && Rscript survival.R
#
# Run in this folder. lung is the data set of that name in the package survival (North Central Cancer
# Treatment Group); competing.csv is simulated here, with late entry and three competing events.
library(survival)
library(etm)
options(digits = 15)
text <- function(x) format(x, digits = 15, trim = TRUE)
save <- function(frame, name) write.csv(data.frame(lapply(frame, text)), name, row.names = FALSE, quote = FALSE)

km <- function(fit) {
  s <- summary(fit, censored = FALSE)
  data.frame(time = s$time, at_risk = s$n.risk, events = s$n.event, survival = s$surv,
             standard_error = s$std.err, lower = s$lower, upper = s$upper)
}

lung_rows <- data.frame(entry = 0, exit = lung$time, event = lung$status - 1, group = lung$sex)
save(lung_rows, "lung.csv")
fit <- survfit(Surv(exit, event) ~ 1, lung_rows, conf.type = "log-log")
save(km(fit), "lung_kaplan_meier.csv")
middle <- quantile(fit, 0.5)
test <- survdiff(Surv(exit, event) ~ group, lung_rows)
save(data.frame(median = middle$quantile, lower = middle$lower, upper = middle$upper,
                chi_squared = test$chisq,
                p = pchisq(test$chisq, 1, lower.tail = FALSE)), "lung_tests.csv")

set.seed(1729)
n <- 400
entry <- ifelse(runif(n) < 0.4, 0, floor(rexp(n, 1 / 8)))
exit <- entry + 1 + floor(rexp(n, 1 / 9))
event <- sample(0:3, n, TRUE, c(0.4, 0.3, 0.2, 0.1))
group <- sample(1:3, n, TRUE)
rows <- data.frame(entry, exit, event, group)
save(rows, "competing.csv")
save(km(survfit(Surv(entry, exit, event > 0) ~ 1, rows, conf.type = "log-log")), "competing_kaplan_meier.csv")

possible <- matrix(FALSE, 4, 4)
possible[1, 2:4] <- TRUE
steps <- data.frame(id = seq_len(n), from = 0, to = ifelse(event == 0, "cens", event), entry, exit)
fit <- etm(steps, c("0", "1", "2", "3"), possible, "cens", s = 0)
frame <- data.frame(time = fit$time)
for (state in 0:3) frame[[paste0("share_", state)]] <- trprob(fit, paste("0", state))
for (state in 0:3) frame[[paste0("error_", state)]] <- sqrt(trcov(fit, paste("0", state)))
save(frame, "competing_aalen_johansen.csv")
