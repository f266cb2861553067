"""Addresses of suppliers under /api/v1/."""

from rest_framework.routers import SimpleRouter

from suppliers import api

app_name = "suppliers-api"

router = SimpleRouter()
router.register("partners", api.PartnerViewSet, basename="partner")
router.register("contacts", api.ContactViewSet, basename="contact")
router.register("orders", api.OrderViewSet, basename="order")
router.register("order-lines", api.OrderLineViewSet, basename="order-line")
urlpatterns = router.urls
