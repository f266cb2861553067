"""All tables as they stand after the migrations that this one replaces, made in one go."""

import django.db.models.deletion
import django.db.models.functions.text
import portal.models.base
from django.conf import settings
from django.db import migrations, models

from django.core.management import call_command

from portal.db.together import MakeTogether


def create_cache_table(apps, schema_editor):
    """Limits on log-ins are counted there, across processes."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0002_cache_table'),
        ('portal', '0003_tokens'),
        ('portal', '0004_one_unfinished_run_a_key'),
        ('portal', '0005_notices'),
        ('portal', '0006_attachments'),
        ('portal', '0007_mail_attachments'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        MakeTogether([
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                    ('role', models.CharField(blank=True, choices=[('administrator', 'Administrator'), ('purchasing_manager', 'Purchasing manager'), ('buyer', 'Buyer'), ('executive', 'Executive'), ('content_editor', 'Content editor'), ('staff_viewer', 'Staff viewer')], max_length=20, verbose_name='role')),
                    ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                    ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'person',
                    'verbose_name_plural': 'people',
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('to', models.EmailField(max_length=254)),
                    ('reply_to', models.EmailField(blank=True, max_length=254)),
                    ('subject', models.CharField(max_length=250)),
                    ('text', models.TextField()),
                    ('html', models.TextField(blank=True)),
                    ('forget', models.BooleanField(default=False)),
                    ('attachment_name', models.CharField(blank=True, max_length=150)),
                    ('attachment', models.BinaryField(blank=True, null=True)),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('key', models.CharField(blank=True, max_length=200, null=True, unique=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('send_after', models.DateTimeField(db_index=True)),
                    ('sent_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('last_error', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='ScheduleMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.CharField(max_length=200, unique=True)),
                    ('last_run_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='WorkerBeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True)),
                    ('seen_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='ApiToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('name', models.CharField(max_length=100, verbose_name='name')),
                    ('secret_hash', models.CharField(max_length=64, unique=True)),
                    ('scopes', models.JSONField(default=list, verbose_name='what it may do')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('expires_at', models.DateTimeField(verbose_name='good until')),
                    ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'token',
                    'verbose_name_plural': 'tokens',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('scope', models.CharField(db_index=True, max_length=16)),
                    ('about', models.CharField(db_index=True, max_length=16)),
                    ('name', models.CharField(max_length=150, verbose_name='name')),
                    ('media_type', models.CharField(max_length=80)),
                    ('size', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('content', models.BinaryField()),
                    ('added_by_label', models.CharField(max_length=200)),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'file',
                    'verbose_name_plural': 'files',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_index=True)),
                    ('actor_id', models.BigIntegerField(null=True)),
                    ('actor_label', models.CharField(max_length=200)),
                    ('channel', models.CharField(choices=[('page', 'page'), ('mail_link', 'mail link'), ('spreadsheet', 'spreadsheet'), ('ubl', 'UBL message'), ('phone', 'phone'), ('token', 'API'), ('command', 'command'), ('import', 'import'), ('job', 'background job')], max_length=12)),
                    ('verb', models.CharField(db_index=True, max_length=60)),
                    ('object_type', models.CharField(blank=True, max_length=60)),
                    ('object_id', models.CharField(blank=True, max_length=60)),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('data', models.JSONField(default=dict)),
                    ('seal', models.CharField(blank=True, max_length=64)),
                    ('place', models.BigIntegerField(blank=True, null=True, unique=True)),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_by_object')],
                },
            ),
            migrations.CreateModel(
                name='Deputy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('first_on', models.DateField(verbose_name='from')),
                    ('last_on', models.DateField(verbose_name='until')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stands_in_for', to=settings.AUTH_USER_MODEL, verbose_name='who stands in')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deputies', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-first_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='IdempotencyRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(max_length=60)),
                    ('key', models.CharField(max_length=200)),
                    ('method', models.CharField(max_length=8)),
                    ('path', models.CharField(max_length=500)),
                    ('digest', models.CharField(max_length=64)),
                    ('status', models.PositiveSmallIntegerField(default=0)),
                    ('headers', models.JSONField(default=dict)),
                    ('body', models.TextField(blank=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('identity', 'key'), name='one_answer_a_key')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                    ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('role', models.CharField(max_length=20, verbose_name='role')),
                    ('secret_hash', models.CharField(max_length=64, unique=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('expires_at', models.DateTimeField()),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL)),
                    ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-created_at'],
                },
            ),
            migrations.CreateModel(
                name='JobRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('task', models.CharField(max_length=200)),
                    ('title', models.CharField(blank=True, max_length=200)),
                    ('key', models.CharField(blank=True, db_index=True, max_length=200)),
                    ('scope', models.CharField(blank=True, max_length=16)),
                    ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], db_index=True, default='queued', max_length=10)),
                    ('args', models.JSONField(default=dict)),
                    ('result', models.JSONField(blank=True, null=True)),
                    ('error', models.TextField(blank=True)),
                    ('done', models.PositiveIntegerField(default=0)),
                    ('total', models.PositiveIntegerField(default=0)),
                    ('message', models.CharField(blank=True, max_length=250)),
                    ('back_url', models.CharField(blank=True, max_length=250)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('heartbeat_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('key', models.CharField(max_length=200, unique=True)),
                    ('task', models.CharField(blank=True, max_length=20)),
                    ('about', models.CharField(blank=True, max_length=16)),
                    ('path', models.CharField(blank=True, max_length=250)),
                    ('subject', models.CharField(max_length=250)),
                    ('words', models.TextField(blank=True)),
                    ('act', models.CharField(blank=True, max_length=100)),
                    ('facts', models.JSONField(default=list)),
                    ('reply_to', models.EmailField(blank=True, max_length=254)),
                    ('created_at', models.DateTimeField()),
                    ('mailed_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                    ('dropped_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='MailPreference',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('mode', models.CharField(choices=[('single', 'A mail for each, at once'), ('digest', 'One mail a day with all of it'), ('none', 'No mails; I look at the page')], default='single', max_length=10, verbose_name='mails')),
                    ('digest_hour', models.PositiveSmallIntegerField(default=7, verbose_name='hour of the daily mail')),
                    ('quiet_from', models.PositiveSmallIntegerField(default=20, verbose_name='quiet from')),
                    ('quiet_until', models.PositiveSmallIntegerField(default=6, verbose_name='quiet until')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('digest_hour__lt', 24), ('quiet_from__lt', 24), ('quiet_until__lt', 24)), name='mail_hours_of_a_day')],
                },
            ),
            migrations.AddConstraint(
                model_name='user',
                constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_address'),
            ),
            migrations.AddConstraint(
                model_name='deputy',
                constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='deputy_for_some_days'),
            ),
            migrations.AddConstraint(
                model_name='deputy',
                constraint=models.CheckConstraint(condition=models.Q(('user', models.F('deputy')), _negated=True), name='nobody_is_their_own_deputy'),
            ),
            migrations.AddConstraint(
                model_name='invitation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='jobrun',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running')), models.Q(('key', ''), _negated=True)), fields=('task', 'key'), name='one_unfinished_run_a_key'),
            ),
        ]),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
