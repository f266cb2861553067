"""Questions to the stored facts: functions from queryset to queryset."""
