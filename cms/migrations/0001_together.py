"""All tables as they stand after the migrations that this one replaces, made in one go."""

import cms.models.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import portal.models.base
import scorecards.models.fields
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

from portal.db.together import MakeTogether


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('cms', '0001_initial'),
        ('cms', '0002_kept_promises'),
    ]

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('suppliers', '0001_together'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        MakeTogether([
            migrations.CreateModel(
                name='Acknowledgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('scope', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('asked_at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('said_at', models.DateTimeField(blank=True, null=True)),
                    ('read_number', models.CharField(blank=True, max_length=12)),
                    ('channel', models.CharField(blank=True, max_length=12)),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ExecutiveApproval',
                fields=[
                    ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ],
                options={
                    'verbose_name': 'approval by an executive',
                    'verbose_name_plural': 'approvals by executives',
                },
                bases=('wagtailcore.task',),
            ),
            migrations.CreateModel(
                name='HomePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('lead', models.CharField(blank=True, max_length=120, verbose_name='first sentence')),
                    ('intro', models.TextField(blank=True, max_length=500, verbose_name='who we are')),
                    ('inside', wagtail.fields.StreamField([('point', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 80}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'max_length': 400, 'rows': 3}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, verbose_name='what partners find here')),
                    ('reach_text', models.CharField(blank=True, max_length=200, verbose_name='how soon we answer')),
                    ('reach_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                    ('reach_phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ],
                options={
                    'verbose_name': 'home page',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='JoinPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                    ('points', wagtail.fields.StreamField([('point', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 80}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'max_length': 400, 'rows': 3}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, verbose_name='what to expect')),
                ],
                options={
                    'verbose_name': 'become a partner',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='MissionPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                    ('lead', models.CharField(help_text='One sentence.', max_length=120, verbose_name='mission')),
                    ('intro', models.TextField(max_length=600, verbose_name='what it means')),
                    ('promises', wagtail.fields.StreamField([('promise', 3)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('customers', 'To customers'), ('partners', 'To suppliers and other partners'), ('staff', 'To our own people')], 'label': 'To whom'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'One sentence that somebody can hold us to.', 'label': 'What we promise', 'max_length': 160}), 2: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'The figure itself is never typed: it comes from the standard.', 'label': 'Measured by the service standard', 'page_type': ['cms.StandardPage'], 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('to', 0), ('promise', 1), ('standard', 2)]], {})}, verbose_name='what we promise')),
                    ('values', wagtail.fields.StreamField([('point', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 80}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'max_length': 400, 'rows': 3}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, verbose_name='how we work')),
                    ('goals', wagtail.fields.StreamField([('goal', 3)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('short', 'Within a year'), ('long', 'Later')], 'label': 'Term'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'When', 'max_length': 30}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'What', 'max_length': 160}), 3: ('wagtail.blocks.StructBlock', [[('term', 0), ('when', 1), ('what', 2)]], {})}, verbose_name='where we are going')),
                    ('evidence', wagtail.fields.StreamField([('evidence', 2)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Survey', 'page_type': ['cms.SurveyPage'], 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who was asked, when, how many.', 'label': 'What we learned from it', 'max_length': 250}), 2: ('wagtail.blocks.StructBlock', [[('survey', 0), ('text', 1)]], {})}, verbose_name='what it was made from')),
                    ('approved_by', models.JSONField(default=list, editable=False)),
                    ('approved_on', models.DateField(blank=True, editable=False, null=True)),
                ],
                options={
                    'verbose_name': 'mission page',
                },
                bases=('wagtailcore.page', models.Model),
            ),
            migrations.CreateModel(
                name='NewsIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                ],
                options={
                    'verbose_name': 'list of news',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='NewsPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('audience', models.CharField(choices=[('public', 'Everybody'), ('partners', 'Partners'), ('staff', 'Our own people')], default='public', max_length=10, verbose_name='for whom')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], help_text='None ticked: partners of every kind.', max_length=80, verbose_name='partners of the kinds')),
                    ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                    ('summary', models.CharField(max_length=250, verbose_name='in one sentence')),
                    ('body', wagtail.fields.StreamField([('text', 2), ('picture', 5), ('quote', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100, 'required': False}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'label': 'Text'}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {}), 3: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Line under it', 'max_length': 160, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('picture', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400, 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Who said so', 'max_length': 100}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('who', 7)]], {})}, verbose_name='text')),
                    ('tell', models.BooleanField(default=False, help_text='A mail to everybody of the audience who has an account.', verbose_name='tell them')),
                    ('told_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ],
                options={
                    'verbose_name': 'news',
                    'verbose_name_plural': 'news',
                },
                bases=('wagtailcore.page', models.Model),
            ),
            migrations.CreateModel(
                name='PlaybookIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                ],
                options={
                    'verbose_name': 'list of playbooks',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='PlaybookPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('audience', models.CharField(choices=[('public', 'Everybody'), ('partners', 'Partners'), ('staff', 'Our own people')], default='public', max_length=10, verbose_name='for whom')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], help_text='None ticked: partners of every kind.', max_length=80, verbose_name='partners of the kinds')),
                    ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                    ('reference', models.CharField(blank=True, help_text='Like POL-01.', max_length=20, verbose_name='reference')),
                    ('summary', models.CharField(max_length=250, verbose_name='in one sentence')),
                    ('in_force_from', models.DateField(verbose_name='in force from')),
                    ('change', models.CharField(choices=[('material', 'Material'), ('editorial', 'Editorial')], default='material', help_text='A material change asks everybody again whether they have read it.', max_length=10, verbose_name='kind of change')),
                    ('reason', models.TextField(blank=True, max_length=600, verbose_name='what changed, and why')),
                    ('body', wagtail.fields.StreamField([('section', 2)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'label': 'Text'}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, verbose_name='text')),
                    ('evidence', wagtail.fields.StreamField([('evidence', 2)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Survey', 'page_type': ['cms.SurveyPage'], 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who was asked, when, how many.', 'label': 'What we learned from it', 'max_length': 250}), 2: ('wagtail.blocks.StructBlock', [[('survey', 0), ('text', 1)]], {})}, verbose_name='what it was made from')),
                    ('asks_partners', models.BooleanField(default=False, verbose_name='the partners it is for say that they have read it')),
                    ('asks_staff', models.BooleanField(default=False, verbose_name='our own people say that they have read it')),
                    ('read_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(180)], verbose_name='within so many days')),
                    ('helps_at', cms.models.fields.ManyChoicesField(blank=True, choices=[('case_listen', 'Case: listen and apologise'), ('case_assess', 'Case: find out what happened'), ('case_remedy', 'Case: agree on a remedy'), ('case_follow_up', 'Case: follow up and learn'), ('remedy_limits', 'How far everybody can go'), ('plan', 'Improvement plan'), ('contest', 'Contested lines'), ('visit', 'Visits and calls'), ('thanks', 'Saying thank you')], max_length=250, verbose_name='helps at')),
                ],
                options={
                    'verbose_name': 'playbook',
                    'verbose_name_plural': 'playbooks',
                },
                bases=('wagtailcore.page', models.Model),
            ),
            migrations.CreateModel(
                name='PolicyComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('user_label', models.CharField(max_length=200)),
                    ('kind', models.CharField(choices=[('question', 'Question'), ('proposal', 'Proposal')], max_length=10, verbose_name='what it is')),
                    ('text', models.TextField(max_length=2000, verbose_name='your words')),
                    ('name_shown', models.BooleanField(default=False, verbose_name='may be published with my name')),
                    ('at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                    ('decision', models.CharField(blank=True, choices=[('taken_up', 'Yes, we take it up'), ('later', 'Not yet'), ('declined', 'No')], max_length=10, verbose_name='decision')),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by_label', models.CharField(blank=True, max_length=200)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': 'question or proposal',
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='PolicyIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.TextField(blank=True, max_length=400, verbose_name='introduction')),
                ],
                options={
                    'verbose_name': 'list of policies',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='PolicyPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('audience', models.CharField(choices=[('public', 'Everybody'), ('partners', 'Partners'), ('staff', 'Our own people')], default='public', max_length=10, verbose_name='for whom')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], help_text='None ticked: partners of every kind.', max_length=80, verbose_name='partners of the kinds')),
                    ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                    ('reference', models.CharField(blank=True, help_text='Like POL-01.', max_length=20, verbose_name='reference')),
                    ('summary', models.CharField(max_length=250, verbose_name='in one sentence')),
                    ('in_force_from', models.DateField(verbose_name='in force from')),
                    ('change', models.CharField(choices=[('material', 'Material'), ('editorial', 'Editorial')], default='material', help_text='A material change asks everybody again whether they have read it.', max_length=10, verbose_name='kind of change')),
                    ('reason', models.TextField(blank=True, max_length=600, verbose_name='what changed, and why')),
                    ('body', wagtail.fields.StreamField([('section', 2)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'label': 'Text'}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, verbose_name='text')),
                    ('evidence', wagtail.fields.StreamField([('evidence', 2)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Survey', 'page_type': ['cms.SurveyPage'], 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who was asked, when, how many.', 'label': 'What we learned from it', 'max_length': 250}), 2: ('wagtail.blocks.StructBlock', [[('survey', 0), ('text', 1)]], {})}, verbose_name='what it was made from')),
                    ('asks_partners', models.BooleanField(default=False, verbose_name='the partners it is for say that they have read it')),
                    ('asks_staff', models.BooleanField(default=False, verbose_name='our own people say that they have read it')),
                    ('read_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(180)], verbose_name='within so many days')),
                ],
                options={
                    'verbose_name': 'policy',
                    'verbose_name_plural': 'policies',
                },
                bases=('wagtailcore.page', models.Model),
            ),
            migrations.CreateModel(
                name='ReachPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                    ('channels', wagtail.fields.StreamField([('channel', 6)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'What for', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Who answers', 'max_length': 80, 'required': False}), 2: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail', 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Phone', 'max_length': 40, 'required': False}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Address', 'max_length': 300, 'required': False, 'rows': 3}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'When', 'max_length': 80, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('what_for', 0), ('who', 1), ('email', 2), ('phone', 3), ('address', 4), ('hours', 5)]], {})}, verbose_name='ways to reach us')),
                ],
                options={
                    'verbose_name': 'how to reach us',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='SiteFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.CharField(choices=[('public', 'Everybody'), ('partners', 'Partners'), ('staff', 'Our own people')], default='public', max_length=10, verbose_name='for whom')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], help_text='None ticked: partners of every kind.', max_length=80, verbose_name='partners of the kinds')),
                    ('title', models.CharField(max_length=255, verbose_name='title')),
                    ('file', models.FileField(upload_to='documents', verbose_name='file')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                    ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                    ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ],
                options={
                    'verbose_name': 'file',
                    'verbose_name_plural': 'files',
                },
                bases=(modelsearch.index.Indexed, models.Model),
            ),
            migrations.CreateModel(
                name='SitePicture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.CharField(choices=[('public', 'Everybody'), ('partners', 'Partners'), ('staff', 'Our own people')], default='public', max_length=10, verbose_name='for whom')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], help_text='None ticked: partners of every kind.', max_length=80, verbose_name='partners of the kinds')),
                    ('title', models.CharField(max_length=255, verbose_name='title')),
                    ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                    ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                    ('width', models.IntegerField(editable=False, verbose_name='width')),
                    ('height', models.IntegerField(editable=False, verbose_name='height')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                    ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                    ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                    ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                    ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                    ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                    ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ],
                options={
                    'verbose_name': 'picture',
                    'verbose_name_plural': 'pictures',
                },
                bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
            ),
            migrations.CreateModel(
                name='SiteRendition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filter_spec', models.CharField(db_index=True, max_length=255)),
                    ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                    ('width', models.IntegerField(editable=False)),
                    ('height', models.IntegerField(editable=False)),
                    ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ],
                bases=(wagtail.images.models.ImageFileMixin, models.Model),
            ),
            migrations.CreateModel(
                name='StandardIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                ],
                options={
                    'verbose_name': 'list of service standards',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='StandardPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                    ('promise', models.CharField(max_length=160, verbose_name='what we promise')),
                    ('short', models.CharField(max_length=40, verbose_name='in a few words')),
                    ('kpi', models.CharField(choices=[('otif_lines', 'On time and in full, by line'), ('otif_units', 'On time and in full, by unit'), ('on_time_quantity', 'Quantity on time'), ('lead_time_mean', 'Lead time, mean'), ('lead_time_p90', 'Lead time, nine of ten lines'), ('lead_time_sd', 'Lead time, spread'), ('acceptance_rate', 'Accepted as asked'), ('promise_kept', 'Promises kept'), ('promise_stability', 'Promises that stayed put'), ('notice_days', 'Warned in time'), ('response_hours', 'Time to the first answer'), ('overdue_quantity_days', 'Overdue quantity times days'), ('rejected_ppm', 'Rejected pieces'), ('accepted_rate', 'Accepted pieces'), ('documents_valid', 'Valid documents'), ('price_variance', 'Price against standard'), ('cost_index', 'Cost index'), ('revenue_vs_target', 'Revenue against target'), ('revenue_growth', 'Growth of revenue'), ('net_marketing_contribution', 'Net marketing contribution'), ('return_on_sales', 'Return on sales'), ('return_on_marketing', 'Return on marketing'), ('commission_rate', 'Commission rate'), ('active_customers_kept', 'Active customers kept'), ('survey_score', 'How our people rate it'), ('case_rate', 'Cases for the lines due'), ('case_days_to_close', 'Time to close a case'), ('recovery_satisfaction', 'Satisfaction once a case is closed'), ('partners_lost', 'Partners lost to dissatisfaction'), ('paid_within_terms', 'Paid within the terms'), ('paid_within_30', 'Paid within 30 days'), ('changes_inside_lead_time', 'Changed late by us'), ('answer_hours', 'Time to our first answer'), ('contest_days', 'Time to decide a contest'), ('idea_days', 'Time to answer an idea'), ('partner_satisfaction', 'What partners say of us')], max_length=40, verbose_name='measured by')),
                    ('target', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='the mark we set ourselves')),
                    ('months', models.PositiveSmallIntegerField(choices=[(3, 'a quarter'), (12, 'a year')], default=3, verbose_name='over')),
                    ('kind', models.CharField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], max_length=12, verbose_name='with partners of the kind')),
                    ('basis', models.CharField(choices=[('requested', 'requested date'), ('first_confirmed', 'first promise'), ('last_confirmed', 'last promise')], default='first_confirmed', max_length=20, verbose_name='against which day')),
                    ('early_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: as early as you like.', null=True, verbose_name='days early at most')),
                    ('late_days', models.PositiveSmallIntegerField(default=0, verbose_name='days late at most')),
                    ('least_n', models.PositiveSmallIntegerField(default=5, verbose_name='no figure under so many rows')),
                    ('counted', models.CharField(blank=True, max_length=200, verbose_name='how it is counted, in plain words')),
                    ('remark', models.TextField(blank=True, help_text='Why it was missed, and what we changed. Say so before anybody asks.', max_length=400, verbose_name='about the last result')),
                    ('remark_on', models.DateField(blank=True, null=True, verbose_name='said on')),
                    ('evidence', wagtail.fields.StreamField([('evidence', 2)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Survey', 'page_type': ['cms.SurveyPage'], 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who was asked, when, how many.', 'label': 'What we learned from it', 'max_length': 250}), 2: ('wagtail.blocks.StructBlock', [[('survey', 0), ('text', 1)]], {})}, verbose_name='what it was made from')),
                ],
                options={
                    'verbose_name': 'service standard',
                    'verbose_name_plural': 'service standards',
                },
                bases=('wagtailcore.page', models.Model),
            ),
            migrations.CreateModel(
                name='StandardSnapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('period', models.CharField(max_length=7)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('as_of', models.DateField()),
                    ('taken_at', models.DateTimeField()),
                    ('promise', models.CharField(max_length=160)),
                    ('rule', models.JSONField(default=dict)),
                    ('engine_version', models.PositiveSmallIntegerField()),
                    ('target', models.DecimalField(decimal_places=3, max_digits=12)),
                    ('value', scorecards.models.fields.ExactDecimalField(blank=True, max_length=60, null=True)),
                    ('n', models.PositiveIntegerField(default=0)),
                    ('excused', models.PositiveIntegerField(default=0)),
                    ('met', models.BooleanField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-ends_on'],
                },
            ),
            migrations.CreateModel(
                name='SurveyIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                ],
                options={
                    'verbose_name': 'list of surveys',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='SurveyInvitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('group', models.CharField(blank=True, max_length=60)),
                    ('secret_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                    ('has_answered', models.BooleanField(default=False)),
                    ('reminded_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='SurveyPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                    ('purpose', models.CharField(choices=[('needs', 'Needs assessment'), ('satisfaction', 'Satisfaction'), ('exit', 'Why you leave')], max_length=14, verbose_name='what for')),
                    ('asked', models.CharField(choices=[('partners', 'Partners'), ('customers', 'Customers, by link'), ('staff', 'Our own people')], max_length=10, verbose_name='who is asked')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], max_length=80, verbose_name='partners of the kinds')),
                    ('intro', models.TextField(max_length=600, verbose_name='what it is for')),
                    ('thanks', models.CharField(blank=True, max_length=250, verbose_name='what they read at the end')),
                    ('is_anonymous', models.BooleanField(default=True, help_text='Said to everybody before they answer; it cannot be changed while a round is open.', verbose_name='anonymous')),
                    ('min_group', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(5)], verbose_name='smallest group that is shown')),
                    ('split_by', models.CharField(blank=True, choices=[('', 'Not at all'), ('kind', 'Kind of partner'), ('segment', 'Segment'), ('country', 'Country'), ('role', 'Role'), ('group', 'Group named with the address')], default='', max_length=10, verbose_name='results may be split by')),
                    ('questions', wagtail.fields.StreamField([('score', 6), ('scale', 9), ('choice', 13), ('text', 14), ('ranking', 16)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 300}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Hint', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.BooleanBlock', (), {'label': 'Must be answered', 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': '0 means', 'max_length': 60, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': '10 means', 'max_length': 60, 'required': False}), 5: ('wagtail.blocks.BooleanBlock', (), {'label': 'Counted as a net promoter score', 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 0), ('help', 1), ('required', 2), ('low', 3), ('high', 4), ('nps', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'max_length': 60}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'Words, from worst to best', 'min_num': 2}), 9: ('wagtail.blocks.StructBlock', [[('text', 0), ('help', 1), ('required', 2), ('steps', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'max_length': 100}), 11: ('wagtail.blocks.ListBlock', (10,), {'label': 'Answers', 'min_num': 2}), 12: ('wagtail.blocks.BooleanBlock', (), {'label': 'Several may be chosen', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('text', 0), ('help', 1), ('required', 2), ('options', 11), ('several', 12)]], {}), 14: ('wagtail.blocks.StructBlock', [[('text', 0), ('help', 1), ('required', 2)]], {}), 15: ('wagtail.blocks.ListBlock', (10,), {'label': 'What is ranked', 'min_num': 2}), 16: ('wagtail.blocks.StructBlock', [[('text', 0), ('help', 1), ('required', 2), ('options', 15)]], {})}, verbose_name='questions')),
                ],
                options={
                    'verbose_name': 'survey',
                    'verbose_name_plural': 'surveys',
                },
                bases=('wagtailcore.page', models.Model),
            ),
            migrations.CreateModel(
                name='SurveyReply',
                fields=[
                    ('key', models.CharField(max_length=32, primary_key=True, serialize=False)),
                    ('group', models.CharField(blank=True, max_length=60)),
                    ('answers', models.JSONField(default=dict)),
                    ('who', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='SurveyRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=255)),
                    ('questions', models.JSONField()),
                    ('asked', models.CharField(choices=[('partners', 'Partners'), ('customers', 'Customers, by link'), ('staff', 'Our own people')], max_length=10)),
                    ('kinds', models.CharField(blank=True, max_length=80)),
                    ('is_anonymous', models.BooleanField()),
                    ('min_group', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(5)])),
                    ('split_by', models.CharField(blank=True, choices=[('', 'Not at all'), ('kind', 'Kind of partner'), ('segment', 'Segment'), ('country', 'Country'), ('role', 'Role'), ('group', 'Group named with the address')], max_length=10)),
                    ('opens_on', models.DateField(verbose_name='from')),
                    ('closes_on', models.DateField(verbose_name='until')),
                    ('opened_by_label', models.CharField(max_length=200)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-opens_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='SurveyTheme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('question', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=80, verbose_name='theme')),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='TextPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                    ('body', wagtail.fields.StreamField([('text', 2), ('picture', 5), ('quote', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100, 'required': False}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'label': 'Text'}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {}), 3: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Line under it', 'max_length': 160, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('picture', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400, 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Who said so', 'max_length': 100}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('who', 7)]], {})}, verbose_name='text')),
                ],
                options={
                    'verbose_name': 'text page',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='TextVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('audience', models.CharField(choices=[('public', 'Everybody'), ('partners', 'Partners'), ('staff', 'Our own people')], default='public', max_length=10, verbose_name='for whom')),
                    ('kinds', cms.models.fields.ManyChoicesField(blank=True, choices=[('supplier', 'Supplier'), ('distributor', 'Distributor'), ('dealer', 'Dealer'), ('agent', 'Agent')], help_text='None ticked: partners of every kind.', max_length=80, verbose_name='partners of the kinds')),
                    ('major', models.PositiveSmallIntegerField()),
                    ('minor', models.PositiveSmallIntegerField(default=0)),
                    ('title', models.CharField(max_length=255)),
                    ('reference', models.CharField(blank=True, max_length=20)),
                    ('summary', models.CharField(max_length=250)),
                    ('body', models.JSONField(default=list)),
                    ('in_force_from', models.DateField()),
                    ('review_on', models.DateField(blank=True, null=True)),
                    ('change', models.CharField(choices=[('material', 'Material'), ('editorial', 'Editorial')], max_length=10)),
                    ('reason', models.TextField(blank=True)),
                    ('owner_name', models.CharField(blank=True, max_length=150)),
                    ('approved_by', models.JSONField(default=list)),
                    ('asks_partners', models.BooleanField(default=False)),
                    ('asks_staff', models.BooleanField(default=False)),
                    ('read_days', models.PositiveSmallIntegerField(default=14)),
                    ('issued_at', models.DateTimeField()),
                    ('issued_by_label', models.CharField(max_length=200)),
                ],
                options={
                    'ordering': ['page', '-major', '-minor'],
                },
                bases=(models.Model, modelsearch.index.Indexed),
            ),
            migrations.CreateModel(
                name='ThanksPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                ],
                options={
                    'verbose_name': 'wall of thanks',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='Training',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=portal.models.base.new_public_id, editable=False, max_length=16, unique=True)),
                    ('on', models.DateField()),
                    ('note', models.CharField(blank=True, max_length=250)),
                    ('noted_by_label', models.CharField(max_length=200)),
                    ('noted_at', models.DateTimeField()),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-on', '-pk'],
                },
            ),
            migrations.AddField(
                model_name='acknowledgement',
                name='user',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='executiveapproval',
                name='groups',
                field=models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups'),
            ),
            migrations.AddField(
                model_name='missionpage',
                name='keeper',
                field=models.ForeignKey(blank=True, help_text='Who answers questions about it and keeps it true.', limit_choices_to={'is_active': True, 'role__in': ['administrator', 'purchasing_manager', 'buyer', 'executive', 'content_editor', 'staff_viewer']}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
            ),
            migrations.AddField(
                model_name='playbookpage',
                name='keeper',
                field=models.ForeignKey(blank=True, help_text='Who answers questions about it and keeps it true.', limit_choices_to={'is_active': True, 'role__in': ['administrator', 'purchasing_manager', 'buyer', 'executive', 'content_editor', 'staff_viewer']}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='answered_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='owner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='page',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_comments', to=settings.WAGTAIL_PAGE_MODEL),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='partner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='policy_comments', to='suppliers.partner'),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='user',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='policypage',
                name='keeper',
                field=models.ForeignKey(blank=True, help_text='Who answers questions about it and keeps it true.', limit_choices_to={'is_active': True, 'role__in': ['administrator', 'purchasing_manager', 'buyer', 'executive', 'content_editor', 'staff_viewer']}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
            ),
            migrations.AddField(
                model_name='sitefile',
                name='collection',
                field=models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection'),
            ),
            migrations.AddField(
                model_name='sitefile',
                name='tags',
                field=taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags'),
            ),
            migrations.AddField(
                model_name='sitefile',
                name='uploaded_by_user',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user'),
            ),
            migrations.AddField(
                model_name='sitepicture',
                name='collection',
                field=models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection'),
            ),
            migrations.AddField(
                model_name='sitepicture',
                name='tags',
                field=taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags'),
            ),
            migrations.AddField(
                model_name='sitepicture',
                name='uploaded_by_user',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user'),
            ),
            migrations.AddField(
                model_name='newspage',
                name='picture',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.sitepicture', verbose_name='picture'),
            ),
            migrations.AddField(
                model_name='siterendition',
                name='image',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.sitepicture'),
            ),
            migrations.AddField(
                model_name='standardpage',
                name='keeper',
                field=models.ForeignKey(blank=True, help_text='Who answers questions about it and keeps it true.', limit_choices_to={'is_active': True, 'role__in': ['administrator', 'purchasing_manager', 'buyer', 'executive', 'content_editor', 'staff_viewer']}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
            ),
            migrations.AddField(
                model_name='policypage',
                name='standards',
                field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='policies', to='cms.standardpage', verbose_name='do we keep it: service standards'),
            ),
            migrations.AddField(
                model_name='standardsnapshot',
                name='standard',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='cms.standardpage'),
            ),
            migrations.AddField(
                model_name='surveyinvitation',
                name='partner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suppliers.partner'),
            ),
            migrations.AddField(
                model_name='surveyinvitation',
                name='user',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='surveypage',
                name='keeper',
                field=models.ForeignKey(blank=True, help_text='Who answers questions about it and keeps it true.', limit_choices_to={'is_active': True, 'role__in': ['administrator', 'purchasing_manager', 'buyer', 'executive', 'content_editor', 'staff_viewer']}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
            ),
            migrations.AddField(
                model_name='surveyreply',
                name='partner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suppliers.partner'),
            ),
            migrations.AddField(
                model_name='surveyround',
                name='page',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='cms.surveypage'),
            ),
            migrations.AddField(
                model_name='surveyreply',
                name='round',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='cms.surveyround'),
            ),
            migrations.AddField(
                model_name='surveyinvitation',
                name='round',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='cms.surveyround'),
            ),
            migrations.AddField(
                model_name='surveytheme',
                name='replies',
                field=models.ManyToManyField(blank=True, related_name='themes', to='cms.surveyreply'),
            ),
            migrations.AddField(
                model_name='surveytheme',
                name='round',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='cms.surveyround'),
            ),
            migrations.AddField(
                model_name='textversion',
                name='issued_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='textversion',
                name='owner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='textversion',
                name='page',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='text_versions', to=settings.WAGTAIL_PAGE_MODEL),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='led_to',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='because_of', to='cms.textversion'),
            ),
            migrations.AddField(
                model_name='policycomment',
                name='version',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='cms.textversion'),
            ),
            migrations.AddField(
                model_name='acknowledgement',
                name='version',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='cms.textversion'),
            ),
            migrations.AddField(
                model_name='training',
                name='noted_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='training',
                name='user',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='training',
                name='version',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='cms.textversion'),
            ),
            migrations.AlterUniqueTogether(
                name='siterendition',
                unique_together={('image', 'filter_spec', 'focal_point_key')},
            ),
            migrations.AddConstraint(
                model_name='standardsnapshot',
                constraint=models.UniqueConstraint(fields=('standard', 'period'), name='one_snapshot_a_period'),
            ),
            migrations.AddConstraint(
                model_name='surveyround',
                constraint=models.UniqueConstraint(fields=('page', 'number'), name='one_survey_round_each'),
            ),
            migrations.AddConstraint(
                model_name='surveyround',
                constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_days_in_order'),
            ),
            migrations.AddConstraint(
                model_name='surveyround',
                constraint=models.CheckConstraint(condition=models.Q(('min_group__gte', 5)), name='survey_groups_are_large'),
            ),
            migrations.AddConstraint(
                model_name='surveyinvitation',
                constraint=models.UniqueConstraint(fields=('round', 'partner'), name='one_invitation_a_partner', nulls_distinct=True),
            ),
            migrations.AddConstraint(
                model_name='surveyinvitation',
                constraint=models.UniqueConstraint(fields=('round', 'user'), name='one_invitation_a_person', nulls_distinct=True),
            ),
            migrations.AddConstraint(
                model_name='surveyinvitation',
                constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('round', 'email'), name='one_invitation_an_address'),
            ),
            migrations.AddConstraint(
                model_name='surveytheme',
                constraint=models.UniqueConstraint(fields=('round', 'question', 'name'), name='one_survey_theme_each'),
            ),
            migrations.AddIndex(
                model_name='textversion',
                index=models.Index(fields=['page', 'in_force_from'], name='text_version_by_day'),
            ),
            migrations.AddConstraint(
                model_name='textversion',
                constraint=models.UniqueConstraint(fields=('page', 'major', 'minor'), name='one_text_version_each'),
            ),
            migrations.AddIndex(
                model_name='policycomment',
                index=models.Index(fields=['answered_at', 'due_on'], name='policy_comment_waiting'),
            ),
            migrations.AddIndex(
                model_name='acknowledgement',
                index=models.Index(fields=['user', 'said_at'], name='acknowledgement_by_user'),
            ),
            migrations.AddConstraint(
                model_name='acknowledgement',
                constraint=models.UniqueConstraint(fields=('version', 'user'), name='asked_once_a_version'),
            ),
        ]),
    ]
