"""What dashboards draw, each with its table: status by month, promises along time, indicators."""
