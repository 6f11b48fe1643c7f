"""Pages of roll-outs: the order as anybody may read it, and as officials plan it and compare."""

from app.dashboards.rollouts.views.order import bp as order
from app.dashboards.rollouts.views.plan import bp as plan

blueprints = [order, plan]
