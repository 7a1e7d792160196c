# The completion curve as an analyst would write it in base R: degrees of the country, entrants of regions,
# 10 000 draws. Reads nyborjare.csv and examinerade.csv in the folder given, writes points and intervals.
args <- commandArgs(trailingOnly = TRUE)
entrants <- read.csv(file.path(args[1], "nyborjare.csv"))
degrees <- read.csv(file.path(args[1], "examinerade.csv"))
programmes <- read.csv("data/programmes.csv")
begins <- function(year) as.integer(substr(year, 1, 4))
entrants$s <- begins(entrants$lasar)
degrees$s <- begins(degrees$startlasar)
degrees$k <- begins(degrees$examenslasar) + 1 - degrees$s
base <- max(entrants$s) + 1
draws <- 10000
set.seed(1)
out <- NULL
for (p in unique(entrants$utbildning)) {
  info <- programmes[programmes$programme == p, ]
  nominal <- info$lag_years
  own <- entrants[entrants$utbildning == p, ]
  deg <- degrees[degrees$utbildning == p, ]
  starts <- sort(unique(own$s))
  total <- tapply(own$nyborjare, own$s, sum)
  longest <- max(deg$k[deg$examinerade > 0])
  d <- matrix(0, length(starts), longest)
  for (i in seq_len(nrow(deg))) {
    d[match(deg$s[i], starts), deg$k[i]] <- d[match(deg$s[i], starts), deg$k[i]] + deg$examinerade[i]
  }
  u <- as.numeric(total) - t(apply(cbind(0, d[, -longest, drop = FALSE]), 1, cumsum))
  known <- outer(base - starts, seq_len(longest), ">=")
  h <- h.all <- v <- centre <- centre.all <- numeric(longest)
  cells <- vector("list", longest)
  for (k in seq_len(longest)) {
    use <- known[, k] & u[, k] > 0
    w <- 0.6^(max(starts[use]) - starts[use])
    h[k] <- sum(w * d[use, k]) / sum(w * u[use, k])
    h.all[k] <- sum(d[use, k]) / sum(u[use, k])
    centre[k] <- sum(w * u[use, k] * starts[use]) / sum(w * u[use, k])
    centre.all[k] <- sum(u[use, k] * starts[use]) / sum(u[use, k])
    cells[[k]] <- list(use = use, w = w)
  }
  score <- info.sum <- pearson <- freedom <- 0
  for (k in which(h.all > 0 & h.all < 1)) {
    use <- cells[[k]]$use
    if (sum(use) < 2) next
    r <- d[use, k] - u[use, k] * h.all[k]
    b <- u[use, k] * h.all[k] * (1 - h.all[k])
    x <- starts[use] - centre.all[k]
    score <- score + sum(r * x)
    info.sum <- info.sum + sum(b * x^2)
    pearson <- pearson + sum(r^2 / b)
    freedom <- freedom + sum(use) - 1
  }
  phi <- max(1, pearson / freedom)
  p.value <- pchisq(score^2 / (phi * info.sum), 1, lower.tail = FALSE)
  slope <- if (p.value < 0.05) score / info.sum else 0
  slope.v <- if (p.value < 0.05) phi / info.sum else 0
  beyond <- squares <- 0
  for (k in which(h.all > 0 & h.all < 1)) {
    use <- cells[[k]]$use
    m <- sum(use)
    if (m < 2) next
    hh <- plogis(qlogis(h.all[k]) + slope * (starts[use] - centre.all[k]))
    b <- u[use, k] * hh * (1 - hh)
    beyond <- beyond + sum((d[use, k] - u[use, k] * hh)^2 * m / (m - 1) - b)
    squares <- squares + sum(b^2)
  }
  between <- max(0, beyond / squares)
  for (k in seq_len(longest)) {
    use <- cells[[k]]$use
    w <- cells[[k]]$w
    b <- u[use, k] * h[k] * (1 - h[k])
    scale <- sum(w * b)
    v[k] <- if (scale > 0) sum(w^2 * (b + b^2 * between)) / scale^2 else 0
  }
  regions <- unique(own$sjukvardsregion)
  for (ahead in seq_len(info$horizon_years)) {
    year <- base + ahead
    country <- numeric(draws)
    point.sum <- 0
    reach <- (year - longest):(year - 1)
    reach <- reach[reach >= min(starts)]
    shocks <- list()
    for (s in reach) for (k in max(1, base - s + 1):(year - s)) {
      key <- paste(s, k)
      shocks[[key]] <- exp(rnorm(draws, 0, sqrt(between + v[k] + slope.v * (s - centre[k])^2)))
    }
    for (r in regions) {
      point <- 0
      drawn <- numeric(draws)
      for (s in reach) {
        from <- min(s, max(starts))
        n <- own$nyborjare[own$s == from & own$sjukvardsregion == r]
        done <- base - s
        left <- if (done > 0) n * (1 - sum(d[match(s, starts), seq_len(min(done, longest))]) / total[as.character(s)]) else n
        waiting <- 1
        waiting.drawn <- rep(1, draws)
        for (k in max(1, done + 1):(year - s)) {
          hk <- if (h[k] > 0 && h[k] < 1) plogis(qlogis(h[k]) + slope * (s - centre[k])) else h[k]
          odds <- hk / (1 - hk) * shocks[[paste(s, k)]]
          hd <- odds / (1 + odds)
          q <- waiting * hk
          qd <- waiting.drawn * hd
          waiting <- waiting - q
          waiting.drawn <- waiting.drawn - qd
        }
        point <- point + left * q
        drawn <- drawn + rbinom(draws, round(left), qd)
      }
      ends <- quantile(drawn, c(0.1, 0.9))
      out <- rbind(out, data.frame(p, r, year, point, ends[1], ends[2]))
      country <- country + drawn
      point.sum <- point.sum + point
    }
    ends <- quantile(country, c(0.1, 0.9))
    out <- rbind(out, data.frame(p, r = "Riket", year, point = point.sum, ends[1], ends[2]))
  }
}
write.table(out, sep = ",", row.names = FALSE, col.names = FALSE, quote = FALSE)
