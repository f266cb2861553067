from django.db.backends.sqlite3 import base

from portal.db.sqlite3.features import DatabaseFeatures
from portal.db.sqlite3.operations import DatabaseOperations


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
